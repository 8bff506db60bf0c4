vim.api.nvim_create_autocmd({ "BufRead", "BufNewFile" }, {
  pattern = {
    "compose.y{a,}ml",
    "compose.*.y{a,}ml",
    "*.compose.y{a,}ml",
    "*docker*compose*.y{a,}ml",
    "docker-stack*.y{a,}ml",
    "podman-compose*.y{a,}ml",
    "container-compose*.y{a,}ml",
  },
  callback = function()
    vim.bo.filetype = "yaml.docker-compose"
  end,
})
local client
vim.api.nvim_create_autocmd("FileType", {
  pattern = "yaml.docker-compose",
  callback = function()
    client = client or vim.lsp.start_client({
      name = "watertight",
      cmd = { "watertight", "lsp" },
      root_dir = vim.fn.getcwd(),
      init_options = { settings = { preset = "recommended" } },
    })
    vim.lsp.buf_attach_client(0, client)
  end,
})
