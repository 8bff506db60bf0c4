;; Emacs 29 brings eglot; before it, and for `yaml-mode', install them from ELPA.
;; Compose files get a mode of their own: other YAML never meets the server.
(require 'yaml-mode)
(require 'eglot)
(define-derived-mode docker-compose-mode yaml-mode "Compose")
(add-to-list 'auto-mode-alist
             (cons (rx (or bos "/")
                       (or (seq "compose" (? "." (+ (not "/"))))
                           (seq (+ (not "/")) ".compose")
                           (seq (* (not "/")) "docker" (* (not "/")) "compose" (* (not "/")))
                           (seq (or "docker-stack" "podman-compose" "container-compose") (* (not "/"))))
                       "." (or "yml" "yaml") eos)
                   'docker-compose-mode))
(add-to-list 'eglot-server-programs '(docker-compose-mode . ("watertight" "lsp")))
(setq-default eglot-workspace-configuration '(:watertight (:preset "recommended")))
(add-hook 'docker-compose-mode-hook #'eglot-ensure)
