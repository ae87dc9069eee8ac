using AiSre.Bench.Detection;
using AiSre.Bench.Loop;
using AiSre.Bench.Proposals;
using AiSre.Bench.Runbooks;
using AiSre.Bench.Yaml;

return args switch
{
    ["loop"] => await LoopBench.RunAsync(50),
    ["loop", var count] when int.TryParse(count, out var incidents) && incidents is > 0 and <= 200 => await LoopBench.RunAsync(incidents),
    ["detection"] => await DetectionBench.RunAsync(5_000, 150_000, 10_000),
    ["detection", var count] when int.TryParse(count, out var pods) && pods is >= 10_000 and <= 1_000_000 => await DetectionBench.RunAsync(pods / 30, pods, pods / 15),
    ["hotpath"] => HotPath.Run(),
    ["proposal"] => await ProposalBench.RunAsync(10_000),
    ["proposal", var count] when int.TryParse(count, out var manifests) && manifests is >= 0 and <= 100_000 => await ProposalBench.RunAsync(manifests),
    ["proposal", "--incidents", var some, "--repositories", var over] when int.TryParse(some, out var incidents) && int.TryParse(over, out var repositories)
        && incidents is > 0 and <= 200 && repositories > 0 && repositories <= incidents => await BurstBench.RunAsync(incidents, repositories),
    ["runbooks"] => MatchingBench.Run(10_000),
    ["runbooks", var count] when int.TryParse(count, out var runbooks) && runbooks is > 0 and <= 100_000 => MatchingBench.Run(runbooks),
    ["yaml"] => YamlBench.Run(null),
    ["yaml", var corpus] => YamlBench.Run(corpus),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: bench loop [INCIDENTS]       measure the loop on the playground, 50 incidents unless told (1 to 200)");
    Console.Error.WriteLine("       bench detection [PODS]       measure watching and analysing a generated cluster, 150000 pods unless told (10000 to 1000000)");
    Console.Error.WriteLine("       bench hotpath                measure what happens to every pod and every change of one, with allocations");
    Console.Error.WriteLine("       bench yaml [EDITS]           measure byte-exact edits against parsing and against other editors, on JSON lines of real edits");
    Console.Error.WriteLine("       bench proposal [MANIFESTS]   measure proposals in a repository of so many manifests, 10000 unless told");
    Console.Error.WriteLine("       bench proposal --incidents N --repositories M   measure N incidents at once on M repositories, while a replica is killed and GitHub limits calls (N up to 200)");
    Console.Error.WriteLine("       bench runbooks [RUNBOOKS]    measure the choice among so many runbooks, 10000 unless told");
    return 2;
}
