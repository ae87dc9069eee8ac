{{- define "data.configmap" -}}
kind: ConfigMap
data:
  config.yaml: |
    {{- toYaml .Values.config | nindent 4 }}
  merged.json: {{ mergeOverwrite (deepCopy .Values.config) .Values.override | toJson | squote }}
  weak.json: {{ merge (deepCopy .Values.config) .Values.override | toJson | squote }}
  parsed: {{ (fromYaml .Values.text).c.d }} {{ index (fromYaml .Values.text).b 1 }} {{ (fromYaml .Values.text).a }} {{ len (fromYamlArray "[1, 2]") }} {{ (fromJson "{\"a\": [1, 2.5, null]}").a }}
  {{- range $key, $value := omit .Values.labels "none" }}
  {{ $key }}: {{ $value | default "unset" | quote }}
  {{- end }}
  {{- $all := dict "x" 1 }}{{ $_ := set $all "y" (dict "z" (list)) }}{{ $_ := unset $all "x" }}
  all: {{ $all | toJson }} {{ pick .Values.labels "app" "nope" | toYaml | quote }}
  nested:
    {{- toYaml (list (list 1 2) (dict "a" (list (dict "b" 1 "c" (list)) "x")) (list) (dict) nil) | nindent 4 }}
{{- end -}}
