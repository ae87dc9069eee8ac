using AiSre.Playground.Generated;
using AiSre.Playground.Hosting;

return args is ["generated", .. var rest] ? await GeneratedCluster.RunAsync(rest) : await PlaygroundProcess.RunAsync(args);
