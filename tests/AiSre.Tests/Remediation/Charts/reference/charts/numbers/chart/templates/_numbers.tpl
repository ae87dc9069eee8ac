{{- define "numbers.numbers" -}}
plain: {{ .Values.port }} {{ .Values.large }} {{ .Values.huge }} {{ .Values.half }} {{ .Values.third }} {{ .Values.small }} {{ .Values.negative }} {{ .Values.hex }} {{ .Values.exponent }}
quoted: {{ .Values.port | quote }} {{ .Values.large | quote }} {{ .Values.large | int64 | quote }} {{ .Values.large | toString }} {{ printf "%v" .Values.large }}
int: {{ int .Values.port }} {{ int .Values.half }} {{ int .Values.text }} {{ int "x" }} {{ int64 .Values.huge }} {{ atoi "12" }} {{ float64 "2.50" }} {{ int true }}
math: {{ add 1 2 3 }} {{ sub 5 2 }} {{ mul 2 .Values.port }} {{ div 7 2 }} {{ mod 7 2 }} {{ add1 .Values.half }} {{ max 1 5 3 }} {{ min 4 .Values.negative }} {{ ceil 1.2 }} {{ floor -1.2 }} {{ div .Values.huge 3 }}
printf: {{ printf "%d" (int .Values.port) }} {{ printf "%v-%v" .Values.port 5 }} {{ printf "%s" .Values.text }} {{ printf "%s" .Values.port }}
kinds: {{ kindOf .Values.port }} {{ kindOf 1 }} {{ kindOf (int64 1) }} {{ kindOf .Values.flag }} {{ typeOf .Values.text }} {{ typeOf (list) }} {{ kindIs "invalid" .Values.missing }}
compare: {{ eq (int .Values.port) 8080 }} {{ eq .Values.port 8080.0 }} {{ gt (.Values.port | int) 80 }} {{ lt .Values.half 1.0 }} {{ ge 2 2 }} {{ eq "a" "b" "a" }} {{ ne .Values.text "8080" }}
ternary: {{ ternary "yes" "no" .Values.flag }} {{ .Values.older | ternary 1 2 }} {{ empty .Values.zero }} {{ not .Values.flag }} {{ and 1 0 }} {{ or 0 "" "x" }} {{ coalesce 0 "" nil "c" }}
yaml:
  {{- omit .Values "x" | toYaml | nindent 2 }}
json: {{ toJson .Values }}
len: {{ len "abc" }} {{ len (list 1 2) }} {{ len .Values }}
{{- end -}}
