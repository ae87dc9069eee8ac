return await AiSre.Playground.Hosting.PlaygroundProcess.RunAsync(args);
