namespace AiSre.Detection.Logs;

/// <summary>How each runtime reports that a program failed by itself, and how databases' tools report a schema that does not fit.</summary>
internal static class RuntimePatterns
{
    /// <summary>Migrations and schemas: Flyway, Liquibase, Rails, Prisma, golang-migrate, Alembic, Django, EF Core; PostgreSQL's, MySQL's, SQLite's and SQL Server's words.</summary>
    public static IEnumerable<LogRule> Schema =>
    [
        Error(LogRuntime.Unknown, @"\bmigrations?\b(?: \S+){0,3} (?:has |have |was |were )?(?:failed|error|aborted|could not|did not)|\b(?:failed|error|unable|could not|cannot)\b(?: \w+){0,4} (?:migrat(?:e|ions?|ing)|schema)\b|\bpending migrations?\b|\bPendingMigrationError\b|\bFlyway\w*Exception\b|\bMigrations have failed validation\b|\bLiquibaseException\b|\bMigrationFailedException\b|\bCommandExecutionException\b|\bDirty database version\b|\bCan't locate revision identified by\b|\bP30\d\d\b", "migrat", "schema", "Flyway", "Liquibase", "CommandExecution", "dirty database", "locate revision", "P30"),
        Error(LogRuntime.Unknown, @"\b(?:relation|table|column|type|function|schema|index|constraint)s? [""'\\]*(?<subject>[\w.]+)[""'\\]*(?: of relation \S+)? (?:does not|doesn't|already) exists?\b|\bno such (?:table|column): (?<subject>[\w.]+)|\bUnknown column '(?<subject>[^']+)'|\bInvalid (?:object|column) name '(?<subject>[^']+)'|\bUndefined(?:Table|Column)\b|\bSchema-validation: missing \w+ \[(?<subject>[^\]]+)\]|\bORA-00942\b", "exist", "no such", "unknown column", "invalid", "UndefinedTable", "UndefinedColumn", "Schema-validation", "ORA-00942"),
        Error(LogRuntime.Server, @"\bdatabase files are incompatible with server\b|\bcould not locate a valid checkpoint record\b|\bUPGRADE PROBLEM\b|\bdoesn't match stored clusterId\b|\bBad file format reading the append only file\b|\bCan't handle RDB format version\b|\bFatal error loading the DB\b|\bFatal assertion\b|\bWiredTiger error\b|\bcorrupt(?:ed|ion)?\b", "incompatible with server", "checkpoint record", "UPGRADE PROBLEM", "stored clusterId", "append only file", "RDB format", "loading the DB", "fatal assertion", "WiredTiger", "corrupt"),
    ];

    /// <summary>Syntax errors, missing libraries and the like: a program that cannot run as it was built.</summary>
    public static IEnumerable<LogRule> Build =>
    [
        Fatal(LogRuntime.Shell, @"\bsyntax error(?::| near| at)|\bSyntax error: |\bunexpected EOF while looking for\b|\bbad substitution\b|\bunterminated quoted string\b", "syntax error", "unexpected EOF", "bad substitution", "unterminated"),
        Fatal(LogRuntime.Python, @"\b(?:SyntaxError|IndentationError|TabError): |\b(?:ModuleNotFoundError|ImportError): (?:No module named '?(?<subject>[\w.]+)|cannot import name '?(?<subject>\w+))?", "SyntaxError", "IndentationError", "TabError", "ModuleNotFoundError", "ImportError"),
        Fatal(LogRuntime.Node, @"\bERR_(?:MODULE_NOT_FOUND|REQUIRE_ESM|UNKNOWN_FILE_EXTENSION|PACKAGE_PATH_NOT_EXPORTED|DLOPEN_FAILED)\b|\bCannot find (?:module|package) '(?<subject>[^']+)'", "ERR_", "cannot find"),
        Ends(LogRuntime.Jvm, @"\b(?:ClassNotFoundException|NoClassDefFoundError|NoSuchMethodError|UnsatisfiedLinkError|UnsupportedClassVersionError|ExceptionInInitializerError): ?(?<subject>[\w./$]+)?|\brequired a (?:single )?bean\b.*\bcould not be found\b|\bNoSuchBeanDefinitionException\b", "NotFoundException", "NoClassDef", "NoSuchMethod", "UnsatisfiedLink", "UnsupportedClass", "InInitializer", "required a", "NoSuchBean"),
        Fatal(LogRuntime.DotNet, @"\bUnable to resolve service for type '(?<subject>[^']+)'|\bCould not load file or assembly '(?<subject>[^',]+)|\bSome services are not able to be constructed\b|\bDllNotFoundException\b|\bTypeLoadException\b", "resolve service", "file or assembly", "able to be constructed", "DllNotFound", "TypeLoad"),
        Fatal(LogRuntime.Ruby, @"\bcannot load such file -- (?<subject>\S+)|\bBundler::GemNotFound\b|\bCould not find gem '(?<subject>[^']+)", "cannot load such file", "GemNotFound", "could not find gem"),
        Fatal(LogRuntime.Native, @"\berror while loading shared libraries: (?<subject>[^:]+)|\bsymbol (?:lookup error|not found)\b|\bversion `(?<subject>[^']+)' not found|\bError relocating \S+: (?<subject>\S+): symbol", "shared libraries", "symbol", "version `", "relocating"),
        Fatal(LogRuntime.Unknown, @"\bno matches for kind ""(?<subject>[^""]+)""|\bthe server could not find the requested resource\b|\bno kind is registered for the type\b", "no matches for kind", "requested resource", "no kind is registered"),
    ];

    /// <summary>Mistakes in the program, whose messages ("cannot read properties of undefined", "invalid memory address") are not about its configuration.</summary>
    public static IEnumerable<LogRule> Bugs =>
    [
        Ends(LogRuntime.Go, @"\bruntime error: ", "runtime error: "),
        Ends(LogRuntime.Node, @"\b(?:Type|Reference|Range)Error(?: \[\w+\])?: (?:[^I]|I[^n])", "TypeError", "ReferenceError", "RangeError"),
        Ends(LogRuntime.Jvm, @"\b(?:NullPointerException|ClassCastException|ArrayIndexOutOfBoundsException|IndexOutOfBoundsException|ArithmeticException|ConcurrentModificationException|NegativeArraySizeException|UnsupportedOperationException)\b", "NullPointer", "ClassCast", "IndexOutOfBounds", "ArithmeticException", "ConcurrentModification", "NegativeArray", "UnsupportedOperation"),
        Ends(LogRuntime.DotNet, @"\bSystem\.(?:NullReferenceException|InvalidCastException|IndexOutOfRangeException|DivideByZeroException|NotImplementedException)\b", "NullReference", "InvalidCast", "IndexOutOfRange", "DivideByZero", "NotImplemented"),
        Ends(LogRuntime.Python, @"^(?:AttributeError|TypeError|IndexError|ZeroDivisionError|NameError|UnboundLocalError|AssertionError|RecursionError|NotImplementedError)(?::|$)", "AttributeError", "TypeError", "IndexError", "ZeroDivision", "NameError", "UnboundLocal", "AssertionError", "RecursionError", "NotImplementedError"),
    ];

    /// <summary>Exceptions that nobody caught, panics and signals.</summary>
    public static IEnumerable<LogRule> Uncaught =>
    [
        Ends(LogRuntime.Go, @"^(?:\S+ ){0,3}panic: (?<subject>.*)|\bfatal error: (?:all goroutines are asleep|concurrent map|unexpected signal|stack overflow|sync: )|\bruntime error: |\bSIGSEGV: segmentation violation\b", "panic: ", "fatal error: ", "runtime error: ", "SIGSEGV"),
        Ends(LogRuntime.Jvm, @"\bException in thread ""[^""]*"" |\bStackOverflowError\b|\bA fatal error has been detected by the Java Runtime\b|\bFATAL ERROR in native method\b", "exception in thread", "StackOverflowError", "Java Runtime", "native method"),
        Ends(LogRuntime.DotNet, @"\bUnhandled exception\b\.? ?(?<subject>[\w.]+Exception)?|\bProcess terminated\.|^Stack overflow\.", "unhandled exception", "process terminated", "stack overflow"),
        Ends(LogRuntime.Node, @"\bUnhandled ?Promise ?Rejection\b|\btriggerUncaughtException\b|^(?:Uncaught )?(?:Type|Reference|Range|Syntax|Eval|URI|Assertion)Error(?: \[\w+\])?: |\bUncaught Exception\b|\bERR_UNHANDLED_(?:REJECTION|ERROR)\b|^Uncaught ", "unhandled", "UncaughtException", "Error", "uncaught"),
        Ends(LogRuntime.Php, @"\bPHP (?:Fatal|Parse) error: |\bFatal error: Uncaught\b|\bParse error: syntax error\b", "fatal error", "parse error"),
        Ends(LogRuntime.Rust, @"\bthread '[^']*'(?: \(\d+\))? panicked at\b", "panicked at"),
        Ends(LogRuntime.Ruby, @":\d+:in [`'][^']+': .+ \((?<subject>[A-Z]\w*(?:::\w+)*)\)$", ":in "),
        Ends(LogRuntime.Native, @"\bSegmentation fault\b|\bcore dumped\b|^Aborted\b|\bterminate called (?:after throwing|without)|\bAssertion [`'""].*['""] failed\b|\bAssertion failed\b|\bdouble free or corruption\b|\bstack smashing detected\b|\bBus error\b|\bIllegal instruction\b|\bpure virtual method called\b|\bAddressSanitizer\b|\bSIG(?:SEGV|ABRT|BUS|ILL|FPE)\b|\bmunmap_chunk\(\)|\bfree\(\): invalid\b|\bmalloc\(\): ", "segmentation fault", "core dumped", "aborted", "terminate called", "assertion", "double free", "stack smashing", "bus error", "illegal instruction", "pure virtual", "AddressSanitizer", "SIG", "munmap_chunk", "free(): ", "malloc(): "),
        Ends(LogRuntime.Server, @"\binit terminating in do_boot\b|\bKernel pid terminated\b|\bCRASH REPORT\b|^\*\* \((?<subject>\w+(?:\.\w+)*Error|EXIT)", "do_boot", "kernel pid", "CRASH REPORT", "** ("),
        new(RootCause.ApplicationError, @"\bdeadlock\b", "deadlock") { Telling = Telling.Uncaught },
    ];

    /// <summary>The line of a trace that names the exception; means nothing outside of one.</summary>
    public static IReadOnlyList<LogRule> InTrace { get; } =
    [
        Ends(LogRuntime.Jvm, @"^\s*(?:Caused by: |Suppressed: )?(?<subject>(?:[a-z]\w*\.)+[A-Z][\w$]*(?:Exception|Error|Throwable|Failure))(?::|$)", "Exception", "Error", "Throwable", "Failure"),
        Ends(LogRuntime.DotNet, @"(?:--->|^) ?(?<subject>(?:[A-Z]\w*\.)+\w*Exception)(?::| \()", "Exception"),
        Ends(LogRuntime.Python, @"^(?<subject>(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Exit|Warning|Interrupt|Timeout|Failed|NotFound|DoesNotExist|Invalid\w*))(?::|$)", "Error", "Exception", "Exit", "Warning", "Interrupt", "Timeout", "Failed", "NotFound", "DoesNotExist", "Invalid"),
    ];

    private static LogRule Error(LogRuntime runtime, string pattern, params string[] triggers) => new(RootCause.ApplicationError, pattern, triggers) { Runtime = runtime };

    private static LogRule Fatal(LogRuntime runtime, string pattern, params string[] triggers) => new(RootCause.ApplicationError, pattern, triggers) { Runtime = runtime, IsFatal = true };

    private static LogRule Ends(LogRuntime runtime, string pattern, params string[] triggers) =>
        new(RootCause.ApplicationError, pattern, triggers) { Runtime = runtime, IsFatal = true, Telling = Telling.Uncaught };
}
