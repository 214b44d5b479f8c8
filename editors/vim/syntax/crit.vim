" Vim syntax of crit, a language for coverage criteria.
" tests/around/editors.py compares the lists of words with the tables of the language.
if exists('b:current_syntax')
  finish
endif
let s:save_cpo = &cpo
set cpo&vim

syntax case match
" A name with points is one word: in `member.line` there is no keyword.
syntax iskeyword @,48-57,_,46

" ---- the words
let s:hard_keywords = [
  \ 'and', 'or', 'not', 'if', 'then', 'unless', 'is', 'in', 'to', 'has', 'where', 'within', 'within_days',
  \ 'includes', 'some', 'every', 'no', 'match', 'choose', 'otherwise', 'documented_by',
  \ ]
let s:soft_keywords = [
  \ 'policy', 'facts', 'codes', 'define', 'units', 'table', 'indication', 'exclusion', 'referral', 'use',
  \ 'common', 'amend', 'test', 'sources', 'title', 'payer', 'version', 'source', 'action', 'status',
  \ 'bills', 'effective', 'evidence', 'from', 'per', 'when', 'approve', 'until', 'refer', 'review', 'give',
  \ 'deny', 'as', 'leap_birthday', 'march_1', 'february_28', 'code', 'list', 'series', 'periods',
  \ 'complete', 'such_as', 'absent_means_no', 'interpolated', 'of', 'all_of', 'any_of', 'none_of',
  \ 'at_least', 'at_most', 'exactly', 'latest', 'earliest', 'previous', 'highest', 'lowest', 'average',
  \ 'sum', 'count', 'distinct', 'change', 'rate', 'largest', 'gap', 'days', 'covered', 'by', 'pair',
  \ 'joined', 'before', 'after', 'since', 'around', 'month', 'year', 'overlapping', 'covering', 'last',
  \ 'active', 'started', 'ended', 'lasting', 'apart', 'for_at_least', 'meets', 'asked', 'contains', 'else',
  \ 'for', 'over', 'replace', 'remove', 'add', 'as_of', 'with', 'expect', 'because', 'only', 'needs',
  \ ]
let s:functions = [
  \ 'known', 'missing', 'earlier_of', 'later_of', 'lesser_of', 'greater_of', 'round', 'ceiling', 'floor',
  \ 'completed_years', 'days', 'first_known', 'sqrt', 'power', 'exp', 'ln', 'lms_z',
  \ 'percentile_z', 'z_percentile', 'first_of_month', 'last_of_month',
  \ 'first_of_next_month', 'month_of', 'quarter_of', 'year_of',
  \ ]
let s:types = [
  \ 'date', 'number', 'text', 'yes_no', 'duration',
  \ ]
" What cannot be the unit of a number before it.
let s:not_a_unit = [
  \ 'and', 'or', 'not', 'if', 'then', 'unless', 'is', 'in', 'to', 'has', 'where', 'within', 'within_days',
  \ 'includes', 'some', 'every', 'no', 'match', 'choose', 'otherwise', 'documented_by', 'from', 'per',
  \ 'until', 'give', 'as', 'interpolated', 'of', 'at_least', 'at_most', 'exactly', 'before', 'after',
  \ 'since', 'around', 'overlapping', 'covering', 'active', 'started', 'ended', 'lasting', 'apart',
  \ 'for_at_least', 'contains', 'else', 'for', 'over', 'with', 'because', 'needs',
  \ ]

" ---- the rules; of those that begin at one place, the last wins
syntax match critOperator /->\|\.\.\|<=\|>=\|[<>=+*\/|≤≥-]/
syntax match critConstant /\<\%(yes\|met\|not_met\|not_applicable\|pend\|undetermined\)\>/
execute 'syntax match critSoft /\v<%(' . join(s:soft_keywords, '|') . ')>/'
syntax match critCall /\<[a-z_][A-Za-z0-9_]*\ze(/
execute 'syntax match critFunction /\v<%(' . join(s:functions, '|') . ')\ze\(/'
" What stands before a colon is a name, be it a soft keyword elsewhere.
syntax match critFact /\<[a-z_][A-Za-z0-9_]*\ze\s*:/
execute 'syntax match critType /\v:\s*\zs%(' . join(s:types, '|') . ')>/'
execute 'syntax match critHard /\v<%(' . join(s:hard_keywords, '|') . ')>/'
syntax match critOutline /\<[A-Za-z0-9]\+\%(\.[A-Za-z0-9]\+\)*\>/ contained
syntax match critDeclared /\<[A-Za-z_][A-Za-z0-9_]*\>/ contained
syntax match critSoft /\<\%(indication\|exclusion\|referral\|common\|meets\)\>\ze\s\+[A-Za-z0-9]/ nextgroup=critOutline skipwhite
syntax match critSoft /\<\%(define\|table\|codes\|sources\|use\)\>\ze\s\+[A-Za-z_]/ nextgroup=critDeclared skipwhite
execute 'syntax match critUnit /\v%(%(' . join(s:not_a_unit, '|') . ')>)@![A-Za-z%[{µ°][A-Za-z0-9_%[\]\/.*^{}µ°'']*/ contained'
syntax match critNumber /\<\d\+\%(\.\d\+\)\?/ nextgroup=critUnit skipwhite
syntax match critCount /\<\d\+\>/ contained
syntax match critHard /\<\%(at_least\|at_most\|exactly\)\>\ze\s\+\d\+\s\+\%(of\s*{\|[A-Za-z_]\w*\s\+\%(of\|within\|where\|has\)\>\)/ nextgroup=critCount skipwhite
syntax match critDate /\<\d\{4}-\d\{2}-\d\{2}\>/
syntax match critEscape /\\./ contained
syntax region critText start=/"/ end=/"\|$/ contains=critEscape
syntax match critComment /#.*$/

highlight default link critOperator Operator
highlight default link critConstant Boolean
highlight default link critSoft Keyword
highlight default link critHard Statement
highlight default link critFunction Function
highlight default link critCall Identifier
highlight default link critFact Identifier
highlight default link critType Type
highlight default link critOutline Title
highlight default link critDeclared Identifier
highlight default link critNumber Number
highlight default link critCount Number
highlight default link critUnit Type
highlight default link critDate Constant
highlight default link critEscape Special
highlight default link critText String
highlight default link critComment Comment

let b:current_syntax = 'crit'
let &cpo = s:save_cpo
unlet s:save_cpo s:hard_keywords s:soft_keywords s:functions s:types s:not_a_unit
