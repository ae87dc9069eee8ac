using System.Buffers;

namespace AiSre.Detection.Logs;

/// <summary>Guesses what a process is written in from how its traces and frames look.</summary>
internal static class Runtimes
{
    private static readonly (LogRuntime Runtime, SearchValues<string> Signs)[] All =
    [
        (LogRuntime.Jvm, Of(".java:", "java.lang.", "java.net.", "org.springframework.", "Exception in thread", "org.apache.", ".kt:")),
        (LogRuntime.Python, Of("Traceback (most recent call last)", ".py\", line", "uvicorn", "gunicorn", "celery@", "pymysql", "psycopg", "sqlalchemy", "urllib3", "Errno ")),
        (LogRuntime.Go, Of("goroutine ", "dial tcp", ".go:", "panic: ", "rpc error: code =")),
        (LogRuntime.Node, Of("node:internal/", "node_modules/", ".js:", "npm ERR!", "npm error", "UnhandledPromise")),
        (LogRuntime.DotNet, Of("   at System.", "   at Microsoft.", ".cs:line ", "Unhandled exception. System.", "Microsoft.Hosting.")),
        (LogRuntime.Ruby, Of(".rb:", "/gems/")),
        (LogRuntime.Php, Of(".php:", ".php on line", "PHP Fatal", "SQLSTATE[", "php-fpm")),
        (LogRuntime.Rust, Of(".rs:", "panicked at", "RUST_BACKTRACE")),
        (LogRuntime.Native, Of(".cpp:", ".h:", ".cc:", "terminate called", "core dumped")),
    ];

    public static LogRuntime Of(List<LogLine> lines)
    {
        foreach (var (runtime, signs) in All)
        {
            if (lines.Exists(line => line.Text.AsSpan().ContainsAny(signs)))
            {
                return runtime;
            }
        }

        return LogRuntime.Unknown;
    }

    private static SearchValues<string> Of(params string[] signs) => SearchValues.Create(signs, StringComparison.Ordinal);
}
