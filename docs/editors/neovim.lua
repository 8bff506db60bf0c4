-- Compose files get a file type of their own: other YAML never meets the server.
vim.filetype.add({
  pattern = {
    ["compose%.ya?ml"] = "yaml.docker-compose",
    ["compose%..+%.ya?ml"] = "yaml.docker-compose",
    [".+%.compose%.ya?ml"] = "yaml.docker-compose",
    [".*docker.*compose.*%.ya?ml"] = "yaml.docker-compose",
    ["docker%-stack.*%.ya?ml"] = "yaml.docker-compose",
    ["podman%-compose.*%.ya?ml"] = "yaml.docker-compose",
    ["container%-compose.*%.ya?ml"] = "yaml.docker-compose",
  },
})
vim.lsp.config("watertight", {
  cmd = { "watertight", "lsp" },
  filetypes = { "yaml.docker-compose" },
  root_markers = { ".watertight.json", ".git" },
  settings = { watertight = { preset = "recommended" } },
})
vim.lsp.enable("watertight")
