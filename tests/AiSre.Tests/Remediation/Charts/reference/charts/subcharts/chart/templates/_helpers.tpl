{{- define "twice" }}first{{ end }}
