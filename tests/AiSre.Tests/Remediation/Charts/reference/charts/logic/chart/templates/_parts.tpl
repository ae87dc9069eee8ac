{{- define "logic.outer" -}}
{{ .root.Values.name }}/{{ .name }}{{ range .list }}:{{ template "logic.inner" . }}{{ end }}{{ block "logic.block" .name }}[{{ . }}]{{ end }}
{{- end -}}
{{- define "logic.inner" }}<{{ . }}>{{ end -}}
{{- define "logic.missing" -}}{{ .Values.absent }}{{- end -}}
