{{- define "logic.logic" -}}
{{- $db := .Values.db -}}
url: {{ printf "postgres://%s:%v/%s" $db.host $db.port (default "app" $db.name) }}
{{- if and $db.options $db.options.ssl }}?sslmode=require{{ end }}
dig: {{ dig "b" "c" "none" .Values.a }} {{ dig "b" "x" "none" .Values.a }} {{ dig "x" "y" 5 .Values.a }}
safe: {{ (.Values.missing).deeper }} {{ ((.Values.missing).deeper).still | default "none" }}
has: {{ hasKey .Values "nothing" }} {{ hasKey .Values.db "host" }} {{ hasKey .Values.empty "x" }}
get: {{ get .Values.db "host" }} {{ get .Values.db "nope" | quote }} {{ index .Values "db" "port" }}
with: {{ with .Values.nothing }}some{{ else }}none{{ end }} {{ with $x := .Values.name }}{{ $x }} {{ . }}{{ end }}
else: {{ if .Values.flag }}a{{ else if eq .Values.name "shop" }}b{{ else }}c{{ end }}
lookup: {{ (lookup "v1" "Secret" "ns" "name").data }} {{ if lookup "v1" "Secret" "" "" }}found{{ else }}new{{ end }}
required: {{ required "a name is needed" .Values.name }}
scope: {{ $outer := 1 }}{{ if true }}{{ $outer = 2 }}{{ $inner := 3 }}{{ $inner }}{{ end }}{{ $outer }}
nested: {{ include "logic.outer" (dict "root" $ "name" "x" "list" (list 1 2)) | trim }}
shown: {{ include "logic.missing" . | default "empty" | quote }}
values: {{ .Values.db }} {{ .Values.empty }} {{ .Values.flag }} {{ .Values.nothing }}
compact: {{ compact (list 0 "" "a" nil false "b") }} {{ uniq (list 1 1 "1" "a" "a") }} {{ reverse (list 1 2) }} {{ has "a" (list "a") }} {{ concat (list 1) (list "b") }} {{ prepend (list 1) 0 }} {{ append (list 1) 2 }} {{ initial (list 1 2 3) }}
sorted: {{ keys .Values.db | sortAlpha | join "," }} {{ values (dict "a" 1) }} {{ pluck "port" .Values.db (dict "port" 1) }}
{{- end -}}
