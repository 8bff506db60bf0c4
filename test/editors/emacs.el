;; -*- lexical-binding: t -*-
;; Does in Emacs without a window what a person does with the snippet in use, and writes what came of it to the file that
;; WATERTIGHT_REPORT names.
(require 'cl-lib)
(require 'json)
(require 'flymake)

(defvar report (list :version emacs-version))

(defun note (key value) (setq report (plist-put report key value)))

(defun wait-for (condition)
  (let ((end (+ (float-time) 20)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.05))))

(defun messages () (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

;; What has no window asks nobody and starts no timer: what waits for a first command begins at once.
(setq eglot-sync-connect t)
(find-file "compose.yml")
(note :mode (symbol-name major-mode))
(run-hooks 'post-command-hook)
(wait-for (lambda () (and (eglot-managed-p) (flymake-diagnostics))))
(note :messages (vconcat (messages)))

(goto-char (point-min))
(search-forward "privileged: true")
(backward-char 1)
(note :hover (plist-get (jsonrpc-request (eglot-current-server) :textDocument/hover
                                          (list :textDocument (list :uri (concat "file://" (file-truename buffer-file-name)))
                                                :position (list :line (1- (line-number-at-pos)) :character (1+ (current-column)))))
                         :contents))
(backward-char 8)
;; An event of the keyboard: after one of the mouse the menu pops up instead of being read.
(let ((titles nil) (last-nonmenu-event ?a))
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt choices &rest _)
               (setq titles (all-completions "" choices))
               (cl-find-if (lambda (title) (string-prefix-p "Remove privileged: true" title)) titles))))
    (call-interactively #'eglot-code-actions))
  (note :titles (vconcat titles)))
(wait-for (lambda () (not (string-match-p "privileged: true" (buffer-string)))))
(note :text (buffer-string))
(save-buffer)
(wait-for (lambda () (not (cl-some (lambda (text) (string-match-p "privileged" text)) (messages)))))
(note :messagesAfter (vconcat (messages)))

(find-file "pod.yml")
(run-hooks 'post-command-hook)
(note :other (list :mode (symbol-name major-mode) :managed (if (eglot-managed-p) t :json-false)))
(note :modes (mapcan (lambda (name)
                       (list (intern (concat ":" name))
                             (with-temp-buffer
                               (setq buffer-file-name (expand-file-name name))
                               (cl-letf (((symbol-function 'eglot-ensure) #'ignore)) (set-auto-mode))
                               (setq buffer-file-name nil)
                               (symbol-name major-mode))))
                     (split-string (getenv "WATERTIGHT_NAMES"))))
;; Like a person who leaves: a request that comes while Emacs ends would find nobody.
(with-current-buffer "compose.yml" (eglot-shutdown (eglot-current-server)))
(with-temp-file (getenv "WATERTIGHT_REPORT") (insert (json-encode report)))
(kill-emacs 0)
