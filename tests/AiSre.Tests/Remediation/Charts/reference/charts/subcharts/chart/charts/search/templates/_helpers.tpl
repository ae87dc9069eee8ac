{{- define "which" }}search{{ end }}
{{- define "search.name" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}