autocmd BufRead,BufNewFile *.crit setfiletype crit
