{{- define "which" }}redis{{ end }}
{{- define "redis.name" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}