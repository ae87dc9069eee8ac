namespace AiSre.Detection.Logs;

/// <summary>Disks that are full and memory that is used up, in the words of the kernel, the C library, the runtimes and the databases.</summary>
internal static class ResourcePatterns
{
    public static IEnumerable<LogRule> Rules =>
    [
        // inotify answers with the same error number when its watches are used up, which no disk has to do with.
        new(RootCause.ApplicationError, @"\b(?:inotify|fsnotify|file watchers?|epoll)\b.*(?:no space left|ENOSPC|too many open files)|\bENOSPC: System limit for number of file watchers\b|\btoo many open files\b|\bEMFILE\b|\bunable to create (?:new )?native thread\b|\bcan't start new thread\b|\bResource temporarily unavailable\b.*\b(?:fork|thread)|\bfork: (?:retry: )?Resource temporarily unavailable\b|\bnewosproc\b",
            "no space left", "ENOSPC", "too many open files", "EMFILE", "native thread", "new thread", "temporarily unavailable", "newosproc"),

        // Disk
        Full(@"\bno space left on (?:the )?device\b.*?(?:: '(?<subject>/[^']+)')?$", "no space left"),
        Full(@"\bENOSPC\b(?:.*'(?<subject>/[^']+)')?|\bEDQUOT\b|\bdisk quota exceeded\b|\bcould not (?:extend|write to) file ""(?<subject>[^""]+)"".*(?:space|disk)|\bnot enough (?:free )?space on (?:the )?(?:disk|device)\b|\b(?:disk|file ?system|volume|partition|device|drive) (?:[""']?(?<subject>/[\w./-]+)[""']? )?is (?:completely )?full\b|\bdisk full\b|\berrno:? ?28\b|\bdatabase or disk is full\b",
            "ENOSPC", "EDQUOT", "quota exceeded", "could not extend", "could not write to file", "space on", "is full", "is completely full", "disk full", "errno"),
        Full(@"\bflood[- ]stage disk watermark\b|\bTOO_MANY_REQUESTS/12/disk usage exceeded\b|\bdisk resource limit alarm\b|\bout of disk space\b|\binsufficient (?:free )?disk space\b|\bran out of (?:disk )?space\b|\bnot enough disk space\b", "watermark", "disk usage exceeded", "disk resource", "disk space", "ran out of"),

        // Memory
        Memory(LogRuntime.Jvm, @"\bjava\.lang\.OutOfMemoryError(?:: (?<subject>[\w ]+))?|\bGC overhead limit exceeded\b|\bTerminating due to java\.lang\.OutOfMemoryError\b|\binsufficient memory for the Java Runtime\b|\bCould not reserve enough space for\b", "OutOfMemoryError", "GC overhead", "insufficient memory", "could not reserve"),
        Memory(LogRuntime.Node, @"\bJavaScript heap out of memory\b|\bReached heap limit Allocation failed\b|\bCALL_AND_RETRY_LAST\b|\bERR_WORKER_OUT_OF_MEMORY\b", "heap out of memory", "heap limit", "CALL_AND_RETRY", "OUT_OF_MEMORY"),
        Memory(LogRuntime.Python, @"(?:^|[\s.:])MemoryError\b|\bPerhaps out of memory\?|\bUnable to allocate [\d.]+ \w+ for an array\b|\bWorker \(pid:\d+\) was sent SIGKILL", "MemoryError", "out of memory", "unable to allocate", "SIGKILL"),
        Memory(LogRuntime.Go, @"\bfatal error: runtime: (?:out of memory|cannot allocate memory)", "fatal error: runtime"),
        Memory(LogRuntime.DotNet, @"\bSystem\.OutOfMemoryException\b|^Out of memory\.$", "OutOfMemoryException", "Out of memory."),
        Memory(LogRuntime.Php, @"\bAllowed memory size of \d+ bytes exhausted\b", "allowed memory size"),
        Memory(LogRuntime.Ruby, @"\bNoMemoryError\b", "NoMemoryError"),
        Memory(LogRuntime.Rust, @"\bmemory allocation of \d+ bytes failed\b", "memory allocation of"),
        Memory(LogRuntime.Native, @"\bstd::bad_alloc\b|\bCannot allocate memory\b|\bENOMEM\b|\bmmap(?: failed)?:? .*not enough memory\b|\bvirtual memory exhausted\b|\bmalloc: .*failed\b", "bad_alloc", "cannot allocate memory", "ENOMEM", "not enough memory", "memory exhausted", "malloc"),
        Memory(LogRuntime.Unknown, @"\bOut of memory: Kill(?:ed)? process\b|\boom[-_ ]?kill(?:ed|er)?\b|\bOOMKilled\b|\bMemory cgroup out of memory\b|^Killed$|: line \d+:\s+\d+ Killed\b|\bOOM command not allowed when used memory\b|\bout of memory\b", "out of memory", "oom", "killed"),
    ];

    private static LogRule Full(string pattern, params string[] triggers) => new(RootCause.EphemeralStorageExceeded, pattern, triggers);

    private static LogRule Memory(LogRuntime runtime, string pattern, params string[] triggers) =>
        new(RootCause.OutOfMemoryKilled, pattern, triggers) { Runtime = runtime, IsFatal = true };
}
