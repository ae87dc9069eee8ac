using System.Collections.Immutable;
using AiSre.Remediation.Charts.Templates;

namespace AiSre.Remediation.Charts;

/// <summary>What templates see of the release that they are rendered for.</summary>
/// <param name="Name">The release's name.</param>
/// <param name="Namespace">Its namespace.</param>
internal sealed record ReleaseFacts(string Name, string Namespace)
{
    // A version that every API in use today is served by; templates ask for it to choose between old and new ones.
    private const string KubernetesVersion = "v1.33.0";

    private static readonly string[] Served =
    [
        "v1", "apps/v1", "batch/v1", "autoscaling/v1", "autoscaling/v2", "networking.k8s.io/v1", "policy/v1", "rbac.authorization.k8s.io/v1",
        "storage.k8s.io/v1", "scheduling.k8s.io/v1", "apiextensions.k8s.io/v1", "admissionregistration.k8s.io/v1", "coordination.k8s.io/v1", "discovery.k8s.io/v1",
    ];

    private static readonly string[] Gone =
    [
        "extensions/v1beta1", "apps/v1beta1", "apps/v1beta2", "batch/v1beta1", "policy/v1beta1", "networking.k8s.io/v1beta1", "autoscaling/v2beta1", "autoscaling/v2beta2", "rbac.authorization.k8s.io/v1beta1",
    ];

    /// <summary>Everything that a template of a chart begins with.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="values">Its values.</param>
    /// <param name="template">How the template is called: its chart's name, then its path.</param>
    /// <param name="basePath">The folder of the chart's templates, named likewise.</param>
    /// <param name="isRoot">Whether it is the outermost chart.</param>
    public MapValue Scope(Chart chart, MapValue values, string template, string basePath, bool isRoot) => Map(
        ("Values", values),
        ("Release", Map(("Name", Text(Name)), ("Namespace", Text(Namespace)), ("Service", Text("Helm")), ("IsInstall", new BooleanValue(true)), ("IsUpgrade", new BooleanValue(false)), ("Revision", new NumberValue(1, NumberKind.Int)))),
        ("Chart", About(chart, isRoot)),
        ("Template", Map(("Name", Text(template)), ("BasePath", Text(basePath)))),
        ("Capabilities", Capabilities()),
        ("Files", Files(chart.Files)));

    // Helm keeps what it knows of Chart.yaml, under names of its own; what is not written is empty.
    private static MapValue About(Chart chart, bool isRoot)
    {
        var about = Map(("Name", Text(chart.Name)), ("Version", Text(chart.Version)), ("AppVersion", Text(chart.AppVersion)), ("IsRoot", new BooleanValue(isRoot)));
        foreach (var key in (string[])["apiVersion", "kubeVersion", "type", "description", "home", "icon"])
        {
            about.Entries[key == "apiVersion" ? "APIVersion" : char.ToUpperInvariant(key[0]) + key[1..]] = chart.About[key] is TextValue text ? text : Text("");
        }

        about.Entries["Deprecated"] = new BooleanValue(chart.About["deprecated"] is BooleanValue { Value: true });
        about.Entries["Annotations"] = new MapValue(chart.About["annotations"] is MapValue map ? map.Entries : []) { IsOfTexts = true };
        foreach (var (name, key) in ((string, string)[])[("Keywords", "keywords"), ("Sources", "sources")])
        {
            about.Entries[name] = new ListValue(chart.About[key] is ListValue list ? list.Items : []) { ItemType = "string" };
        }

        about.Entries["Maintainers"] = new UnknownValue("the maintainers of the chart");
        about.Entries["Dependencies"] = new UnknownValue("the dependencies of the chart");
        return about;
    }

    private static MapValue Capabilities() => Map(
        ("KubeVersion", new MapValue(Map(("Version", Text(KubernetesVersion)), ("GitVersion", Text(KubernetesVersion)), ("Major", Text("1")), ("Minor", Text("33"))).Entries) { Printed = KubernetesVersion }),
        ("HelmVersion", Map(("Version", Text("v3.18.0")))),
        ("APIVersions", Map(("Has", new MethodValue(arguments => arguments is [var asked] ? Has(asked.ToText().ToString()) : NullValue.Nothing)))));

    // Both "apps/v1" and "apps/v1/Deployment" are asked for. Of anything else only the cluster knows.
    private static TemplateValue Has(string asked)
    {
        var version = asked.Split('/') switch
        {
            [var group, var number, _] => $"{group}/{number}",
            [var core, var kind] when char.IsAsciiLetterUpper(kind[0]) => core,
            _ => asked,
        };
        return Served.Contains(version) ? new BooleanValue(true) : Gone.Contains(version) ? new BooleanValue(false) : new UnknownValue($"whether the cluster serves {asked}");
    }

    private static MapValue Files(ImmutableDictionary<string, string> files) => Map(
        ("Get", new MethodValue(arguments => new TextValue(files.GetValueOrDefault(TemplateFunctions.Text(arguments, 0).ToString(), "")))),
        ("Glob", new MethodValue(_ => new UnknownValue("the chart's files by pattern"))),
        ("Lines", new MethodValue(_ => new UnknownValue("the lines of the chart's files"))),
        ("AsConfig", new MethodValue(_ => new UnknownValue("the chart's files"))),
        ("AsSecrets", new MethodValue(_ => new UnknownValue("the chart's files"))));

    private static TextValue Text(string text) => new(text);

    private static MapValue Map(params ReadOnlySpan<(string Key, TemplateValue Value)> entries)
    {
        var map = new MapValue();
        foreach (var (key, value) in entries)
        {
            map.Entries[key] = value;
        }

        return map;
    }
}
