{{- define "ranges.all" -}}
env:
{{- range $name, $value := .Values.env }}
  - name: {{ $name }}
    value: {{ $value | quote }}
{{- end }}
list:
{{- range $index, $item := .Values.list }}
  {{- if eq $item "b" }}{{ continue }}{{ end }}
  {{- if eq $item "d" }}{{ break }}{{ end }}
  - {{ $index }}-{{ $item }}{{ if lt $index 2 }}!{{ end }}
{{- end }}
hosts:
{{- range .Values.hosts }}
  {{ .name }}: [{{ range $i, $port := .ports }}{{ if $i }}, {{ end }}{{ $port }}{{ else }}none{{ end }}]
{{- else }}
  nobody: true
{{- end }}
empty: {{ range .Values.empty }}{{ . }}{{ else }}nothing{{ end }}
ordinals:
{{- $name := "shop" -}}
{{- range $i := until (int .Values.replicas) }}
  - {{ printf "%s-%d" $name $i }}
{{- end }}
steps: [{{ range untilStep 10 0 -3 }}{{ . }} {{ end }}]
{{- $found := "" }}
{{- range .Values.hosts }}{{- if has 443.0 .ports | not }}{{- $found = printf "%s,%s" $found .name }}{{- end }}{{- end }}
found: {{ trimPrefix "," $found }}
{{ $first := first .Values.list }}{{ with $first }}first: {{ . }} of {{ $.Chart.Name }}{{ end }}
joined: {{ .Values.list | join "," | quote }} {{ without .Values.list "a" "c" | join "-" }} {{ rest .Values.list | first }} {{ last .Values.list }}
{{- end -}}
