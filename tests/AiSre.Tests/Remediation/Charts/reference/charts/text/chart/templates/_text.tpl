{{- define "text.text" -}}
message: {{ .Values.message | quote }}
single: {{ .Values.message | squote }}
trim: [{{- "  left" -}} , {{ "right  " | trim }}]
   {{- /* a comment that trims */ -}}
after: {{ upper "abc" }}-{{ lower "ABC" }}-{{ title "two words" }}-{{ untitle "Two Words" }}
repeat: {{ repeat 3 "ab" }} {{ nospace " a b " }} {{ substr 0 3 "abcdef" }} {{ trunc 4 "abcdef" }} {{ trunc -2 "abcdef" }}
cases: {{ camelcase "some-name_here" }} {{ kebabcase "SomeName" }} {{ snakecase "someName" }}
affix: {{ trimSuffix "-" "abc-" }} {{ trimPrefix "v" "v1.2" }} {{ trimAll "/" "/a/b/" }} {{ hasPrefix "a" "abc" }} {{ hasSuffix "x" "abc" }}
print: {{ print 1 2 "a" 3 true false nil }} {{ cat "a" 1 nil true }} {{ printf "%s|%v|%d|%q" "x" true 3 "q" | default "none" }}
encoded: {{ "hello" | b64enc }} {{ "aGVsbG8=" | b64dec }} {{ sha256sum "hello" }}
regex: {{ regexReplaceAll "[^a-z0-9-]" "Feature/ABC_1" "-" | lower }} {{ regexMatch "^v[0-9]+" "v12" }} {{ regexFind "[0-9]+" "ab12cd34" }} {{ regexReplaceAll "(a)(b)" "xaby" "${2}${1}" }}
lists: {{ splitList "," "a,b,c" }} {{ (split "/" "x/y")._1 }} {{ list 1 "a" true nil 2.5 }} {{ dict "a" 1 "b" (list) }}
data:
  lines: {{ .Values.lines | quote }}
  block: |
    {{- .Values.lines | nindent 4 }}
  yaml:
    {{- toYaml (pick .Values "lines" "folded" "long" "longQuoted") | nindent 4 }}
strings:
  {{- toYaml .Values.strings | nindent 2 }}
keys:
  {{- toYaml .Values.keys | nindent 2 }}
json: {{ .Values.strings | toJson }}
pretty: |
  {{- dict "a" (list 1 (dict)) "b" "<&>" | toPrettyJson | nindent 2 }}
raw: {{ dict "b" "<&>" | toRawJson }}
missing: [{{ .Values.missing }}] [{{ .Values.missing | quote }}] [{{ .Values.missing | default "d" }}] [{{ default "d" "" }}]
{{- end -}}
