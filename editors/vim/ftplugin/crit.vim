" `:make` checks the policy, and fills the list of mistakes: `:copen`.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1
setlocal commentstring=#\ %s comments=:# expandtab shiftwidth=2 softtabstop=2
setlocal makeprg=crit\ check\ --color\ never\ %:S
setlocal errorformat=%Eerror[%\\w%#]:\ %m,%Wwarning[%\\w%#]:\ %m,%Inote[%\\w%#]:\ %m,%Z\ -->\ %f:%l:%c,%-G%.%#
let b:undo_ftplugin = 'setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< makeprg< errorformat<'
