using System.Diagnostics;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Sources;

/// <summary>Names and images as AiSre follows them are those that Kustomize itself renders.</summary>
public sealed class KustomizeAgreementTests : IDisposable
{
    private const string Base = "resources: [deployment.yaml, cron.yaml]\n";
    private const string CronJob = """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: nightly, namespace: jobs}
        spec: {schedule: "@daily", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: "nginx:1.25"}]}}}}}
        """;

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: checkout}
        spec:
          selector: {matchLabels: {app: checkout}}
          template:
            metadata: {labels: {app: checkout}}
            spec:
              initContainers: [{name: migrate, image: "a.example/migrate@sha256:9b7cc10421e5e1b1d5f1fbd7ad4b3dc4c5d6c2b45f6e5d4c3b2a190807060504"}]
              containers:
              - {name: app, image: "a.example:5000/shop/checkout:1"}
              - {name: proxy, image: nginx}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("aisre-kustomize-").FullName;

    public static TheoryData<string, string> Overlays { get; } = new()
    {
        { "nothing but the base", "resources: [../base]\n" },
        { "prefix, suffix and namespace", "resources: [../base]\nnamePrefix: p-\nnameSuffix: -s\nnamespace: shop\n" },
        { "a new name", "resources: [../base]\nimages: [{name: 'a.example:5000/shop/checkout', newName: b.example/checkout}]\n" },
        { "a new tag", "resources: [../base]\nimages: [{name: nginx, newTag: '1.27'}]\n" },
        { "a digest in place of a tag", "resources: [../base]\nimages: [{name: 'a.example:5000/shop/checkout', digest: 'sha256:9b7cc10421e5e1b1d5f1fbd7ad4b3dc4c5d6c2b45f6e5d4c3b2a190807060504'}]\n" },
        { "a tag in place of a digest", "resources: [../base]\nimages: [{name: a.example/migrate, newTag: v2}]\n" },
        { "a tag and a digest", "resources: [../base]\nimages: [{name: nginx, newTag: '2', digest: 'sha256:9b7cc10421e5e1b1d5f1fbd7ad4b3dc4c5d6c2b45f6e5d4c3b2a190807060504'}]\n" },
        { "entries that follow each other", "resources: [../base]\nimages: [{name: nginx, newName: b.example/nginx}, {name: b.example/nginx, newTag: '3'}, {name: nginx, newTag: '4'}]\n" },
        { "an entry for a part of the name", "resources: [../base]\nimages: [{name: checkout, newName: none}, {name: a.example, newName: none}]\n" },
        { "an empty new name", "resources: [../base]\nimages: [{name: nginx, newName: '', newTag: '5'}]\n" },
        { "a patch by name", "resources: [../base]\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: checkout}\n    spec: {template: {spec: {containers: [{name: app, image: patched:1}]}}}\nimages: [{name: patched, newTag: '2'}]\n" },
        { "a patch with a target and another name", "resources: [../base]\npatches:\n- target: {kind: Deployment}\n  patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: anything}\n    spec: {template: {spec: {containers: [{name: app, image: patched:1}]}}}\n" },
        { "a patch with a target by expression", "resources: [../base]\npatches:\n- target: {kind: Deploy.*, name: check}\n  patch: '[{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/0/image\", \"value\": \"none\"}]'\n- target: {kind: Deploy.*, name: check.*}\n  patch: '[{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/1/image\", \"value\": \"patched:2\"}]'\n" },
        { "a patch that adds a container", "resources: [../base]\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: checkout}\n    spec: {template: {spec: {containers: [{name: extra, image: nginx:7}]}}}\nimages: [{name: nginx, newTag: '8'}]\n" },
        { "older kinds of patches", "resources: [../base]\npatchesStrategicMerge:\n- |-\n  apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: checkout}\n  spec: {template: {spec: {initContainers: [{name: migrate, image: patched:1}]}}}\npatchesJson6902:\n- target: {group: apps, version: v1, kind: Deployment, name: checkout}\n  patch: '[{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/0/image\", \"value\": \"patched:3\"}]'\n" },
        { "a patch in an overlay of a renamed base", "resources: [../renamed]\nnamePrefix: o-\npatches:\n- target: {kind: Deployment, name: r-checkout}\n  patch: '[{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/0/image\", \"value\": \"patched:4\"}]'\n- target: {kind: CronJob, name: nightly}\n  patch: '[{\"op\": \"replace\", \"path\": \"/spec/jobTemplate/spec/template/spec/containers/0/image\", \"value\": \"patched:5\"}]'\n" },
        { "a component", "resources: [../base]\ncomponents: [../component]\nimages: [{name: b.example/nginx, newTag: '9'}]\n" },
        { "a list", "resources: [list.yaml]\nimages: [{name: nginx, newTag: '9'}]\n" },
        { "several levels", "resources: [../renamed]\nnamespace: top\nimages: [{name: r.example/nginx, newTag: '10'}]\n" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Names_and_images_are_those_that_kustomize_renders(string what, string overlay)
    {
        var tree = new MemoryTree
        {
            ["base/kustomization.yaml"] = Base,
            ["base/deployment.yaml"] = Deployment,
            ["base/cron.yaml"] = CronJob,
            ["renamed/kustomization.yaml"] = "resources: [../base]\nnamePrefix: r-\nnamespace: low\nimages: [{name: nginx, newName: r.example/nginx}]\n",
            ["component/kustomization.yaml"] = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [more.yaml]\nnamePrefix: c-\nimages: [{name: nginx, newName: b.example/nginx}]\n",
            ["component/more.yaml"] = CronJob.Replace("nightly", "weekly", StringComparison.Ordinal),
            ["overlay/list.yaml"] = "apiVersion: v1\nkind: List\nitems:\n- " + Deployment.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal) + "\n",
            ["overlay/kustomization.yaml"] = overlay,
        };
        var rendered = YamlFile.Parse(await RenderAsync(tree));

        var followed = await new KustomizeReader(new SourceFiles(tree), "overlay", null).ReadAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(what);
        Assert.Equal(Describe(ManifestReader.Objects("rendered", rendered)), Describe(followed.Objects));
    }

    private static List<string> Describe(IEnumerable<SourceObject> objects) =>
        [.. objects
            .Select(item => $"{item.Declared.Kind} {item.Namespace}/{item.Name}: {string.Join(" ", item.Images.Select(image => $"{image.Container}={image.Value}").Order(StringComparer.Ordinal))}")
            .Order(StringComparer.Ordinal)];

    private async Task<string> RenderAsync(MemoryTree tree)
    {
        foreach (var file in tree.Files)
        {
            var path = Path.Combine(_folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, tree[file.Path], TestContext.Current.CancellationToken);
        }

        var start = new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(_folder, "overlay")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, error);
            return await output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no kubectl on this machine whose Kustomize could be asked.");
            throw;
        }
    }
}
