using AiSre.Cli;

return await CommandLine.RunAsync(args);
