using AiSre.Clusters.Objects;
using AiSre.Remediation.Proposals;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Tests.Remediation.Solutions;

/// <summary>Plans "override registry A with B" for Deployments of a repository in memory.</summary>
internal sealed class Planning
{
    public const string Image = "registry-a.example/shop/checkout:1.4.2";
    public const string Fixed = "registry-b.example/shop/checkout:1.4.2";

    public MemoryTrees Trees { get; } = new();

    /// <summary>The repository of the application; others are in <see cref="Trees"/>.</summary>
    public MemoryTree Tree => Trees.Main;

    public ApplicationSource Source { get; set; } = new() { RepoUrl = "https://github.example/shop/deploy", Path = "apps/checkout", TargetRevision = "main" };

    public Solution Solution { get; set; } = new([new OverrideImageRegistry("registry-a.example", "registry-b.example")]);

    /// <summary>The solution as a runbook writes its operations, one a text.</summary>
    public void Solve(params string[] operations)
    {
        var parsed = RunbookParser.Parse(Runbooks.RunbookTexts.With("a", $"symptom: {{cause: Unknown}}\nsolution:\n{string.Join('\n', operations.Select(operation => $"- {operation}"))}"));
        Assert.Empty(parsed.Errors);
        Solution = parsed.Runbook!.Solution!;
    }

    /// <summary>A Deployment with one container, <c>app</c>.</summary>
    public static string Deployment(string name, string image = Image, string? space = null) => $"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {name}{(space is null ? "" : $"\n  namespace: {space}")}
        spec:
          template:
            spec:
              containers:
                - name: app  # the shop
                  image: {image}

        """.ReplaceLineEndings("\n");

    public SolutionTarget Target(string name = "checkout", params (string Container, string Image)[] images) => new(
        new ObjectRef("apps/v1", "Deployment", "shop", name), "argocd/shop", Source,
        [.. (images.Length == 0 ? [("app", Image)] : images).Select(image => new ContainerImage(image.Item1, image.Item2))]);

    public Task<SolutionPlan> PlanAsync(params SolutionTarget[] targets) =>
        new SolutionPlanner(NullLogger<SolutionPlanner>.Instance).PlanAsync(
            Solution, targets.Length == 0 ? [Target()] : targets, Trees, TestContext.Current.CancellationToken);

    /// <summary>A plan that changes one file, whatever it is for.</summary>
    public static SolutionPlan.Change PlanOf(FileChange file) => new([file], []) { Repository = new SourceTree("https://github.example/shop/deploy", "main", new MemoryTree()) };

    public async Task<FileChange> ChangeAsync(params SolutionTarget[] targets) => Assert.Single(await ChangesAsync(targets));

    public async Task<IReadOnlyList<FileChange>> ChangesAsync(params SolutionTarget[] targets)
    {
        var plan = await PlanAsync(targets);
        return plan is SolutionPlan.Change change ? change.Files : throw new Xunit.Sdk.XunitException(plan.ToString());
    }

    public async Task<string> RefusalAsync(params SolutionTarget[] targets)
    {
        var sentence = Assert.IsType<SolutionPlan.Refused>(await PlanAsync(targets)).Sentence;
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        return sentence;
    }
}
