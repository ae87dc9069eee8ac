{{- define "which" }}mail{{ end }}
{{- define "mail.name" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}