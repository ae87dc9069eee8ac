namespace AiSre.Detection.Logs;

/// <summary>Programs that are not there, cannot be executed, or are made for another processor.</summary>
/// <remarks>
/// runc and containerd (through Go's os/exec), the kernel's <c>ENOEXEC</c>, dash, bash and BusyBox ash, env, tini, dumb-init, gosu; the launchers of Node, Python, Java,
/// .NET, Ruby, PHP, npm.
/// </remarks>
internal static class CommandPatterns
{
    public static IEnumerable<LogRule> Rules =>
    [
        new(RootCause.ImagePlatformMismatch, @"(?:\bexec (?<subject>\S+): )?\bexec(?:ution)? format error\b|(?<subject>[^\s:]+): cannot execute binary file|\bENOEXEC\b|\bqemu-\w+: Could not open '/lib|\brosetta error: failed to open elf\b|\bBad CPU type in executable\b",
            "format error", "cannot execute binary", "ENOEXEC", "qemu-", "rosetta", "bad cpu type") { IsFatal = true },

        // Container runtimes and small init programs
        Of(LogRuntime.Unknown, @"\bexec: \\?""(?<subject>[^""\\]+)\\?"": (?:executable file not found|stat |permission denied|no such file|is a directory|file does not exist)|\bexecutable file not found in \S*PATH", "exec: ", "executable file not found"),
        Of(LogRuntime.Unknown, @"\b(?:exec|fork/exec|execve|exec failed|execvp?)(?: failed)?[: ]+[""'‘]?(?<subject>[\w./@+-]+)[""'’]?(?: failed)?: (?:no such file or directory|permission denied|not found|cannot execute)", "no such file", "permission denied", "not found", "cannot execute"),
        Of(LogRuntime.Unknown, @"\bexec user process(?: caused)?:? ""?(?:no such file or directory|permission denied)", "exec user process"),
        Of(LogRuntime.Shell, @"\[(?:FATAL tini|dumb-init)[^\]]*\] (?:exec )?(?<subject>\S+?):? (?:failed: )?(?:No such file|Permission denied)|\b(?:su-exec|gosu|catatonit|s6-\w+)\b.*?(?<subject>[\w./-]+): (?:No such file|Permission denied|unable)", "tini", "dumb-init", "su-exec", "gosu", "catatonit", "s6-"),

        // Shells
        Of(LogRuntime.Shell, @"(?:^|[\s/])(?:(?:ba|da|a|z|k)?sh|[\w./-]+\.sh|entrypoint|-c):? (?:(?:line )?\d+: )?(?:exec: )?(?<subject>[^\s:]+): (?:command )?not found\b", "not found"),
        Of(LogRuntime.Shell, @"(?:^|[\s/])(?:(?:ba|da|a|z|k)?sh|[\w./-]+\.sh|entrypoint): (?:(?:line )?\d+: )?(?:exec: )?(?<subject>[^\s:]+): (?:cannot execute: )?(?:required file not found|No such file or directory|Permission denied|cannot execute)", "required file not found", "no such file", "permission denied", "cannot execute"),
        Of(LogRuntime.Shell, @"(?:^|[\s/])(?:ba|da|a|z|k)?sh: (?:(?:line )?\d+: )?(?:can't|cannot) open '?(?<subject>[^\s':]+)'?|^env: (?:can't execute )?[‘'""]?(?<subject>[^’'"":]+)[’'""]?: No such file|/usr/bin/env: [‘'""]?(?<subject>[^’'"":]+)[’'""]?: (?:No such file|Permission denied)|\bbad interpreter: (?<subject>\S+)", "open", "env: ", "bad interpreter"),
        Of(LogRuntime.Shell, @"^(?<subject>[\w./-]+): command not found$|: (?<subject>[\w./+-]+): command not found\b|: applet not found$", "command not found", "applet not found"),

        // Launchers
        Of(LogRuntime.Node, @"\bCannot find module '(?<subject>/[^']+)'|\bmissing script: ""?(?<subject>[\w:.-]+)|\bMissing script: ""(?<subject>[^""]+)""|\benoent Could not read package\.json|\bCouldn't find a package\.json file\b|\bCommand ""(?<subject>[^""]+)"" not found\.", "cannot find module", "missing script", "package.json", "Command \""),
        Of(LogRuntime.Python, @"\bcan't open file '(?<subject>[^']+)': \[Errno|^\S*python[\d.]*: (?:can't open file|No module named) '?(?<subject>[^\s':]+)|\bError loading ASGI app\. (?:Could not import module|Attribute) ""(?<subject>[^""]+)""|\bUnable to load celery application\b|\bThe module (?<subject>\S+) was not found\b|\bFailed to find attribute '(?<subject>[^']+)' in\b", "can't open file", "No module named", "ASGI app", "celery application", "The module ", "Failed to find attribute"),
        Of(LogRuntime.Jvm, @"\bUnable to access jarfile (?<subject>\S+)|\bCould not find or load main class (?<subject>\S+)|\bno main manifest attribute, in (?<subject>\S+)|\bMain method not found in class (?<subject>\S+?),", "jarfile", "main class", "main manifest", "main method"),
        Of(LogRuntime.DotNet, @"\bThe application '(?<subject>[^']+)' does not exist\b|\bThe specified command or file was not found\b|\bthe application was not found or a compatible \.NET SDK is not installed\b|\bapplication to execute does not exist: '(?<subject>[^']+)'|\bYou must install or update \.NET to run this application\b", "does not exist", "command or file was not found", ".NET"),
        Of(LogRuntime.Ruby, @"\bruby: No such file or directory -- (?<subject>\S+)|\bcan't find executable (?<subject>\S+)|\bbundler: command not found: (?<subject>\S+)", "ruby: no such", "find executable", "bundler: "),
        Of(LogRuntime.Php, @"\bCould not open input file: (?<subject>\S+)", "input file"),
    ];

    private static LogRule Of(LogRuntime runtime, string pattern, params string[] triggers) =>
        new(RootCause.CommandNotFound, pattern, triggers) { Runtime = runtime, IsFatal = true };
}
