using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Charts;

/// <summary>A chart named <c>shop</c> as teams write them, in a repository in memory, with the application that renders it.</summary>
internal sealed class ChartFixture
{
    public const string Folder = "charts/shop";
    public const string Values = $"{Folder}/values.yaml";
    public const string Production = "env/production.yaml";
    public const string Template = $"{Folder}/templates/deployment.yaml";

    public const string Helpers = """
        {{/* Names and labels. */}}
        {{- define "shop.name" -}}
        {{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
        {{- end }}

        {{- define "shop.fullname" -}}
        {{- if .Values.fullnameOverride }}
        {{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
        {{- else }}
        {{- $name := default .Chart.Name .Values.nameOverride }}
        {{- if contains $name .Release.Name }}
        {{- .Release.Name | trunc 63 | trimSuffix "-" }}
        {{- else }}
        {{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
        {{- end }}
        {{- end }}
        {{- end }}

        {{- define "shop.labels" -}}
        helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
        {{ include "shop.selectorLabels" . }}
        {{- if .Chart.AppVersion }}
        app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
        {{- end }}
        app.kubernetes.io/managed-by: {{ .Release.Service }}
        {{- end }}

        {{- define "shop.selectorLabels" -}}
        app.kubernetes.io/name: {{ include "shop.name" . }}
        app.kubernetes.io/instance: {{ .Release.Name }}
        {{- end }}

        """;

    public const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ include "shop.fullname" . }}
          labels:
            {{- include "shop.labels" . | nindent 4 }}
        spec:
          {{- if not .Values.autoscaling.enabled }}
          replicas: {{ .Values.replicaCount }}
          {{- end }}
          selector:
            matchLabels:
              {{- include "shop.selectorLabels" . | nindent 6 }}
          template:
            metadata:
              {{- with .Values.podAnnotations }}
              annotations:
                {{- toYaml . | nindent 8 }}
              {{- end }}
              labels:
                {{- include "shop.selectorLabels" . | nindent 8 }}
            spec:
              {{- with .Values.imagePullSecrets }}
              imagePullSecrets:
                {{- toYaml . | nindent 8 }}
              {{- end }}
              containers:
                - name: {{ .Chart.Name }}
                  image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
                  imagePullPolicy: {{ .Values.image.pullPolicy }}
                  ports:
                    - name: http
                      containerPort: {{ .Values.service.port }}
                      protocol: TCP
                  {{- with .Values.livenessProbe }}
                  livenessProbe:
                    {{- toYaml . | nindent 12 }}
                  {{- end }}
                  env:
                    - name: PORT
                      value: {{ .Values.settings.port | quote }}
                    - name: LEVEL
                      value: {{ .Values.settings.level | upper }}
                    {{- range $name, $value := .Values.env }}
                    - name: {{ $name }}
                      value: {{ $value | quote }}
                    {{- end }}
                    {{- with .Values.extraEnv }}
                    {{- toYaml . | nindent 12 }}
                    {{- end }}
                  resources:
                    {{- toYaml .Values.resources | nindent 12 }}
              {{- with .Values.nodeSelector }}
              nodeSelector:
                {{- toYaml . | nindent 8 }}
              {{- end }}
              {{- with .Values.tolerations }}
              tolerations:
                {{- toYaml . | nindent 8 }}
              {{- end }}

        """;

    public const string DefaultValues = """
        # Defaults for every environment.
        replicaCount: 1

        image:
          repository: registry-a.example/shop/checkout  # the mirror is slow
          pullPolicy: IfNotPresent
          tag: ""

        imagePullSecrets: []
        nameOverride: ""
        fullnameOverride: ""
        podAnnotations: {}

        service:
          port: 8080

        settings:
          port: 8080
          level: info

        env:
          REGION: eu-1

        extraEnv: []

        livenessProbe:
          httpGet:
            path: /
            port: http

        resources: {}
        autoscaling:
          enabled: false
        nodeSelector: {}
        tolerations: []

        """;

    public ChartFixture()
    {
        Planning.Source = new ApplicationSource { RepoUrl = "https://github.example/shop/deploy", Path = Folder, TargetRevision = "main" };
        Planning.Tree[$"{Folder}/Chart.yaml"] = "apiVersion: v2\nname: shop\nversion: 0.3.1\nappVersion: \"1.4.2\"\n";
        Planning.Tree[Values] = DefaultValues.ReplaceLineEndings("\n");
        Planning.Tree[$"{Folder}/templates/_helpers.tpl"] = Helpers.ReplaceLineEndings("\n");
        Planning.Tree[Template] = Deployment.ReplaceLineEndings("\n");
        Planning.Tree[$"{Folder}/templates/NOTES.txt"] = "Thank you for {{ .Nothing }}";
    }

    public Planning Planning { get; } = new();

    public MemoryTree Tree => Planning.Tree;

    /// <summary>The other applications of the cluster.</summary>
    public List<Application> Others { get; } = [];

    /// <summary>The image that the cluster runs.</summary>
    public string Image { get; set; } = "registry-a.example/shop/checkout:1.4.2";

    /// <summary>The live object, as JSON; null when only its image is known.</summary>
    public string? Live { get; set; }

    public string Name { get; set; } = "checkout-shop";

    public string ApplicationName { get; set; } = "checkout";

    /// <summary>The ApplicationSet that generates the application; null when none does.</summary>
    public string? Owner { get; init; }

    /// <summary>The application; the sources after the first only lend their files.</summary>
    public List<ApplicationSource> Sources { get; } = [];

    public void UseFile(string text, string path = Production)
    {
        Tree[path] = text;
        Planning.Source = Planning.Source with { Helm = (Planning.Source.Helm ?? new HelmSource()) with { ValueFiles = [.. Planning.Source.Helm?.ValueFiles ?? [], $"/{path}"] } };
    }

    public SolutionTarget Target(string? name = null, string container = "shop") => Planning.Target(name ?? Name, (container, Image)) with
    {
        Live = Live is null ? null : JsonDocument.Parse(Live).RootElement,
        Scene = new ApplicationScene(Owned(Application(ApplicationName, [Planning.Source, .. Sources])), [.. Others]),
    };

    public static Application Application(string name, params ApplicationSource[] sources) => new()
    {
        Metadata = new ObjectMeta { Namespace = "argocd", Name = name },
        Spec = new ApplicationSpec { Source = sources.Length == 1 ? sources[0] : null, Sources = sources.Length == 1 ? [] : sources, Destination = new ApplicationDestination { Namespace = "shop" } },
    };

    private Application Owned(Application application) => Owner is null ? application : application with
    {
        Metadata = application.Metadata with { OwnerReferences = [new OwnerReference { ApiVersion = "argoproj.io/v1alpha1", Kind = "ApplicationSet", Name = Owner, Controller = true }] },
    };

    /// <summary>The one file that changes for what a runbook writes.</summary>
    public async Task<AiSre.Remediation.Proposals.FileChange> SolveAsync(params string[] operations)
    {
        Planning.Solve(operations);
        return await Planning.ChangeAsync(Target());
    }

    public async Task<string> RefusalAsync(params string[] operations)
    {
        Planning.Solve(operations);
        return await Planning.RefusalAsync(Target());
    }
}
