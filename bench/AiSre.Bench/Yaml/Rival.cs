using System.Diagnostics;
using System.Text.Json;

namespace AiSre.Bench.Yaml;

/// <summary>A round-trip YAML editor of another language, run over the same edits by a script that prints its time and how many were right.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Programs">Interpreters, of which the first that has the library counts: a system may have several.</param>
/// <param name="Script">The script, beside this program.</param>
/// <param name="Install">How to get it.</param>
internal sealed record Rival(string Name, IReadOnlyList<string> Programs, string Script, string Install)
{
    public static IReadOnlyList<Rival> All { get; } =
    [
        new("npm yaml edits the file (Document API)", ["node"], "npm-yaml.mjs", "npm install yaml, where node finds it (NODE_PATH)"),
        new("ruamel.yaml edits the file (round trip)", ["python3", "/usr/bin/python3"], "ruamel.py", "apt-get install python3-ruamel.yaml"),
    ];

    /// <summary>Null when the interpreter or the library is not there.</summary>
    public (TimeSpan Time, int Right)? Run(string corpus, int runs) => Programs.Select(program => Run(program, corpus, runs)).FirstOrDefault(result => result is not null);

    private (TimeSpan Time, int Right)? Run(string program, string corpus, int runs)
    {
        var start = new ProcessStartInfo(program, [Path.Combine(AppContext.BaseDirectory, "Yaml", Script), Path.GetFullPath(corpus), $"{runs}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                return null;
            }

            using var result = JsonDocument.Parse(output);
            return (TimeSpan.FromSeconds(result.RootElement.GetProperty("seconds").GetDouble()), result.RootElement.GetProperty("right").GetInt32());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
