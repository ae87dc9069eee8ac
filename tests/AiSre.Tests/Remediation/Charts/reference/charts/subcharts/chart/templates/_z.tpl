{{- define "twice" }}last{{ end }}
{{- define "which" }}  {{ end }}
