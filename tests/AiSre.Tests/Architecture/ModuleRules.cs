using System.Text.RegularExpressions;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace AiSre.Tests.Architecture;

/// <summary>Who may know whom. Data flows one way: edges know no stage, a stage knows only the stages before it.</summary>
public sealed class ModuleRules
{
    private static readonly string[] Edges = ["Data", "Clusters", "GitHub"];
    private static readonly string[] Stages = ["Detection", "Incidents", "Diagnosis", "Runbooks", "Remediation"];

    private static readonly System.Reflection.Assembly Core = typeof(ProblemException).Assembly;
    private static readonly System.Reflection.Assembly Host = typeof(Server).Assembly;

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Loaded = new(() => new ArchLoader().LoadAssemblies(Core, Host).Build());

    public static TheoryData<string, string> EdgesAndStages => [.. from edge in Edges from stage in Stages select (edge, stage)];

    public static TheoryData<string, string> StagesAndLaterOnes =>
        [.. from earlier in Enumerable.Range(0, Stages.Length) from later in Enumerable.Range(earlier + 1, Stages.Length - earlier - 1) select (Stages[earlier], Stages[later])];

    [Theory]
    [MemberData(nameof(EdgesAndStages))]
    public void An_edge_knows_no_stage(string edge, string stage) => Forbid(Of(edge), Of(stage));

    [Theory]
    [MemberData(nameof(StagesAndLaterOnes))]
    public void A_stage_knows_no_later_one(string stage, string later) => Forbid(Of(stage), Of(later));

    [Theory]
    [InlineData("k8s", "AiSre.Clusters")]
    [InlineData("Octokit", "AiSre.GitHub")]
    [InlineData("Microsoft.SemanticKernel", "AiSre.Diagnosis.Model")]
    public void A_vendor_s_types_stay_in_their_folder(string vendor, string folder)
    {
        var outside = Types().That().ResideInNamespaceMatching(@"^AiSre(\.|$)").And().DoNotResideInNamespaceMatching($@"^{Escaped(folder)}(\.|$)");
        outside.Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching($@"^{Escaped(vendor)}(\.|$)").Check(Loaded.Value);
    }

    [Theory]
    [InlineData("AiSre.Detection")]
    [InlineData("AiSre.Clusters.Objects")]
    public void What_is_pure_does_no_work_outside_of_itself(string folder)
    {
        foreach (var impure in new[] { "AiSre.Data", "Microsoft.EntityFrameworkCore", "System.Net.Http", "System.Threading.Tasks", "Npgsql" })
        {
            if (folder == "AiSre.Clusters.Objects" && impure == "System.Threading.Tasks")
            {
                continue; // Reading a page of a list off the wire is a task; the caller owns the wire.
            }

            Types().That().ResideInNamespaceMatching($@"^{Escaped(folder)}(\.|$)")
                .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching($@"^{Escaped(impure)}(\.|$)")
                .WithoutRequiringPositiveResults()
                .Check(Loaded.Value);
        }
    }

    [Fact]
    public void The_causal_analyst_is_pure() =>
        Types().That().HaveFullNameMatching(@"^AiSre\.Diagnosis\.(CausalAnalyst|ChainBuilder|Consequences|EvidenceSet|Quotations|\w+Cause)$")
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^(AiSre\.Data|Microsoft\.EntityFrameworkCore|System\.Net\.Http|System\.IO)(\.|$)")
            .Check(Loaded.Value);

    [Fact]
    public void Gates_of_guardrails_are_pure()
    {
        const string Pure = @"^AiSre\.Remediation\.Guardrails\.(Gates|Format|Risk|Freezes|SyncWindows)\.";
        Types().That().HaveFullNameMatching(Pure)
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^(AiSre\.Data|Microsoft\.EntityFrameworkCore|Npgsql|System\.Net\.Http|System\.Threading\.Tasks)(\.|$)")
            .Check(Loaded.Value);
        Assert.Empty(ClockReadersIn(Pure));
    }

    [Fact]
    public void Nothing_that_is_pure_asks_the_clock()
    {
        Assert.Empty(ClockReadersIn(@"^AiSre\.(Detection\.|Diagnosis\.(CausalAnalyst|\w+Cause)|Incidents\.Correlation)"));
        Assert.NotEmpty(ClockReadersIn(@"^AiSre\.Clusters\.")); // Otherwise the search finds nothing anywhere.
    }

    [Fact]
    public void Pages_know_neither_the_database_nor_the_vendors() =>
        Types().That().ResideInNamespaceMatching(@"^AiSre\.Components(\.|$)").And().AreAssignableTo(typeof(Microsoft.AspNetCore.Components.ComponentBase))
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^(Microsoft\.EntityFrameworkCore|Octokit|k8s|Microsoft\.SemanticKernel)(\.|$)")
            .Check(Loaded.Value);

    [Fact]
    public void Nothing_can_write_to_a_cluster()
    {
        // Of all HTTP methods but GET there are two uses: the question for the account's own rights, and the apply that is always a dry run.
        Assert.Equal(
            ["AiSre.Clusters.KubernetesApi::AskForOwnRulesAsync get_Post", "AiSre.Clusters.KubernetesApi::TryApplyAsync get_Patch"],
            CallsIn(@"^AiSre\.Clusters\.", @"System\.Net\.Http\.HttpMethod::(get_(?!Get\b)|\.ctor|Parse)").Order(StringComparer.Ordinal));
        Assert.Empty(CallsIn(@"^AiSre\.Clusters\.", @"HttpClient::(Post|Put|Patch|Delete)|HttpClientJsonExtensions::(Post|Put|Patch|Delete)"));

        // Of the client that could, only what connects is used.
        const string Client = @"\bk8s\.(I?Kubernetes|AbstractKubernetes|\w+OperationsExtensions|I\w+Operations|GenericClient)::";
        Assert.NotEmpty(CallsIn(@"^AiSre\.", Client)); // Otherwise the search finds nothing anywhere.
        Assert.Empty(CallsIn(@"^AiSre\.", Client + @"(?!get_|set_|\.ctor|Dispose)"));
    }

    [Fact]
    public void The_playground_references_nothing_of_the_product()
    {
        var project = File.ReadAllText(Path.Combine(Repository(), "src", "AiSre.Playground", "AiSre.Playground.csproj"));
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
    }

    private static IEnumerable<string> ClockReadersIn(string types) => Loaded.Value.Types
        .Where(type => Regex.IsMatch(type.FullName, types))
        .SelectMany(type => type.Dependencies.OfType<MethodCallDependency>())
        .Where(call => Regex.IsMatch(call.TargetMember.FullName, @"System\.DateTime(Offset)?::get_(UtcNow|Now|Today)|TimeProvider::(GetUtcNow|GetLocalNow|GetTimestamp)"))
        .Select(call => call.Origin.FullName)
        .Distinct();

    // The calls of some types to some members, each as "type::method member".
    private static IEnumerable<string> CallsIn(string types, string members) => Loaded.Value.Types
        .Where(type => Regex.IsMatch(type.FullName, types))
        .SelectMany(type => type.Dependencies.OfType<MethodCallDependency>())
        .Where(call => Regex.IsMatch(call.TargetMember.FullName, members))
        .Select(call => $"{call.Origin.FullName}::{call.OriginMember.Name.Split('(')[0]} {call.TargetMember.Name.Split('(')[0]}")
        .Distinct();

    private static string Of(string module) => $@"^AiSre\.{module}(\.|$)";

    private static string Escaped(string name) => name.Replace(".", @"\.", StringComparison.Ordinal);

    private static void Forbid(string from, string to) =>
        Types().That().ResideInNamespaceMatching(from)
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(to)
            .Check(Loaded.Value);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AiSre.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
