using System.Diagnostics;
using System.Text.Json;

namespace AiSre.Tests.Remediation.Charts;

/// <summary>Go's own template engine with Sprig, as <c>reference/</c> has it, asked template by template.</summary>
internal sealed class ReferenceProcess : IDisposable
{
    private readonly Process _process;

    public ReferenceProcess(string program) => _process = Process.Start(new ProcessStartInfo(program, ["lines"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    /// <returns>The rendered text, or null with the reason why it cannot be rendered.</returns>
    public async Task<(string? Text, string? Error)> RenderAsync(string template, string values)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { Template = template, Values = values }));
        await _process.StandardInput.FlushAsync();
        using var answer = JsonDocument.Parse((await _process.StandardOutput.ReadLineAsync())!);
        return answer.RootElement.TryGetProperty("text", out var text) ? (text.GetString(), null) : (null, answer.RootElement.GetProperty("error").GetString());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
