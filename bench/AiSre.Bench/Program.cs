using AiSre.Bench.Loop;

return args switch
{
    ["loop"] => await LoopBench.RunAsync(50),
    ["loop", var count] when int.TryParse(count, out var incidents) && incidents is > 0 and <= 200 => await LoopBench.RunAsync(incidents),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: bench loop [INCIDENTS]   measure the loop on the playground, 50 incidents unless told (1 to 200)");
    return 2;
}
