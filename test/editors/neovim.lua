-- Does in a headless Neovim what a person does with the snippet in use, and writes what came of it to the file that WATERTIGHT_REPORT names.
local report = { version = tostring(vim.version().major) .. "." .. tostring(vim.version().minor) }

local function codes(buffer)
  return vim.tbl_map(function(one)
    return one.code or vim.tbl_get(one, "user_data", "lsp", "code")
  end, vim.diagnostic.get(buffer))
end

local function clients(buffer)
  local get = vim.lsp.get_clients or vim.lsp.buf_get_clients
  return vim.tbl_count(get(vim.lsp.get_clients and { bufnr = buffer } or buffer))
end

vim.cmd("edit compose.yml")
report.filetype = vim.bo.filetype
vim.wait(20000, function()
  return #vim.diagnostic.get(0) > 0
end, 50)
report.codes = codes(0)
report.message = vim.diagnostic.get(0)[1] and vim.diagnostic.get(0)[1].message

-- A hover answers on a value; Neovim counts the column: the line has a character of four bytes before it.
vim.fn.search([[privileged: \zstrue]])
local hover = vim.lsp.buf_request_sync(0, "textDocument/hover", vim.lsp.util.make_position_params(0, "utf-16"), 10000) or {}
for _, answer in pairs(hover) do
  report.hover = answer.result and answer.result.contents
end

report.titles = {}
vim.ui.select = function(items, options, choose)
  for index, item in ipairs(items) do
    local title = options.format_item(item)
    table.insert(report.titles, title)
    if title:find("^Remove privileged: true") then
      choose(item, index)
    end
  end
end
vim.lsp.buf.code_action()
vim.wait(20000, function()
  return vim.fn.search("privileged: true", "nw") == 0
end, 50)
report.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
vim.wait(20000, function()
  return not vim.tbl_contains(codes(0), "privileged-container")
end, 50)
report.codesAfter = codes(0)

vim.cmd("edit! pod.yml")
vim.wait(1500, function()
  return false
end, 100)
report.other = { filetype = vim.bo.filetype, clients = clients(0), findings = #vim.diagnostic.get(0) }

report.filetypes = {}
for name in vim.gsplit(vim.env.WATERTIGHT_NAMES, " ") do
  vim.cmd("edit! " .. name)
  report.filetypes[name] = vim.bo.filetype
end

local file = assert(io.open(vim.env.WATERTIGHT_REPORT, "w"))
file:write(vim.fn.json_encode(report))
file:close()
vim.cmd("qall!")
