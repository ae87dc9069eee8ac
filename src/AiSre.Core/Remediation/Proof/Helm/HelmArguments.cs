using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Proof.Helm;

/// <summary>The command line of <c>helm template</c> for an application, as Argo CD calls it. Pure.</summary>
/// <remarks>Facts: argoproj/argo-cd reposerver/repository/repository.go (helmTemplate) and util/helm/cmd.go.</remarks>
internal static partial class HelmArguments
{
    /// <summary>Argo CD replaces these in parameters with what only it knows.</summary>
    private const string BuildEnvironment = "$ARGOCD_";

    /// <param name="application">The application's name, which is the release's where none is set.</param>
    /// <param name="space">The namespace that it deploys to.</param>
    /// <param name="helm">What the application sets; null when it sets nothing.</param>
    /// <param name="chart">The chart's folder.</param>
    /// <param name="values">Files of values, in the order in which they count.</param>
    /// <param name="files">The file of each parameter that is one, by the path that the application writes.</param>
    /// <param name="clusterVersion">The cluster's version; null when it is not known.</param>
    /// <exception cref="SourceRefusedException">It cannot be called as Argo CD does.</exception>
    public static IReadOnlyList<string> Of(
        string application, string space, HelmSource? helm, string chart, IReadOnlyList<string> values, IReadOnlyDictionary<string, string> files, string? clusterVersion)
    {
        var own = helm ?? new HelmSource();
        var arguments = new List<string> { "template", chart, "--name-template", own.ReleaseName.Length > 0 ? own.ReleaseName : application };
        Add("--namespace", own.Namespace.Length > 0 ? own.Namespace : space);
        Add("--kube-version", own.KubeVersion.Length > 0 ? own.KubeVersion : clusterVersion ?? "");
        foreach (var parameter in own.Parameters)
        {
            if (parameter.Value.Contains(BuildEnvironment, StringComparison.Ordinal))
            {
                throw new SourceRefusedException($"The parameter {parameter.Name} takes a value of Argo CD's build environment ({parameter.Value}), which only Argo CD knows.");
            }

            Add(parameter.ForceString ? "--set-string" : "--set", $"{parameter.Name}={Escaped(parameter.Value)}");
        }

        foreach (var parameter in own.FileParameters)
        {
            Add("--set-file", $"{parameter.Name}={files[parameter.Path]}");
        }

        foreach (var file in values)
        {
            Add("--values", file);
        }

        foreach (var version in own.ApiVersions)
        {
            Add("--api-versions", version);
        }

        if (!own.SkipCrds)
        {
            arguments.Add("--include-crds");
        }

        if (own.SkipTests)
        {
            arguments.Add("--skip-tests");
        }

        if (own.SkipSchemaValidation)
        {
            arguments.Add("--skip-schema-validation");
        }

        return arguments;

        void Add(string option, string value)
        {
            if (value.Length > 0)
            {
                arguments.AddRange([option, value]);
            }
        }
    }

    // To Helm a comma begins the next parameter; a list in braces is meant to have some.
    private static string Escaped(string value) => value.StartsWith('{') && value.EndsWith('}') ? value : Comma().Replace(value, @"\,");

    [GeneratedRegex(@"(?<!\\),")]
    private static partial Regex Comma();
}
