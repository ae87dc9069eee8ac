namespace AiSre.Detection.Logs;

/// <summary>Environment variables, settings and flags that are missing or wrong.</summary>
/// <remarks>
/// Python's <c>os.environ</c>, pydantic, django, decouple, environs; Go's envconfig, caarlos0/env, flag, pflag and cobra; Node's Joi, envalid, Prisma; Spring, Quarkus,
/// Typesafe config; .NET options and hosts; Ruby's ENV, Rust's VarError, clap; POSIX shells' <c>set -u</c> and <c>${X:?}</c>; argparse, click, getopt.
/// </remarks>
internal static class EnvironmentPatterns
{
    // An environment variable is written in capitals; case is not ignored here.
    private const string Name = @"[""'`$({\[<]*(?-i:(?<subject>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*|[a-z]+(?:_[a-z0-9]+)+))[""'`)}\]>]*";
    private const string Capitals = @"[""'`$({\[<]*(?-i:(?<subject>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+))[""'`)}\]>]*";

    // "is set" and "set to …" are what entry points print when all is well.
    private const string Absent =
        @"(?:(?:is|are|was|were|has|have) )?(?:(?:not|never) (?:been )?(?:be )?(?:set|defined|found|provided|present|specified|configured|exist|given|supplied|available|valid)|undefined|missing|unset|empty|blank|null|invalid|required|mandatory)\b"
        + @"|(?:must|should|needs? to|ha(?:s|ve) to|cannot|can't|may not|does|do)(?: not)? (?:be )?(?:set|defined|found|provided|present|specified|configured|exist|given|supplied|non-empty|empty|null|blank|valid)\b";

    public static IEnumerable<LogRule> Rules =>
    [
        Of(LogRuntime.Python, @"(?:^|[\s.:])KeyError: '(?-i:(?<subject>[A-Z][A-Z0-9]*_[A-Z0-9_]+|[A-Z]{4,}))'|\bUndefinedValueError: (?<subject>\w+) not found|\bEnvironment variable ""(?<subject>\w+)"" not set|\bImproperlyConfigured\b(?:.*?(?-i:(?<subject>[A-Z][A-Z0-9]*_[A-Z0-9_]+)))?", "KeyError", "UndefinedValueError", "environment variable", "ImproperlyConfigured"),
        Of(LogRuntime.Python, @"\bvalidation errors? for \w*(?:Settings|Config|Env\w*)\b", "validation error"),
        Of(LogRuntime.Go, @"\brequired key (?<subject>\w+) missing value|\bassigning (?<subject>\w+) to \w+: converting|\brequired environment variable ""(?<subject>\w+)"" is not set|\benvironment variable ""(?<subject>\w+)"" should not be empty", "required key", "assigning", "environment variable"),
        Of(LogRuntime.Rust, @"\bErr` value: NotPresent\b|\bVarError\b", "NotPresent", "VarError"),
        Of(LogRuntime.Ruby, @"\bkey not found: ""(?-i:(?<subject>[A-Z][A-Z0-9_]+))""|\bMissing `?secret_key_base`?", "key not found", "secret_key_base"),
        Of(LogRuntime.Node, @"\bConfig validation error: ""(?<subject>[\w.]+)""|\bEnvironment variable not found: (?<subject>\w+)|\bMissing environment variables?:\s*(?<subject>\w+)?", "config validation", "environment variable"),
        Of(LogRuntime.Shell, @"(?:^|[\s:])(?<subject>[A-Za-z_]\w*): (?:unbound variable|parameter (?:null or )?not set)", "unbound variable", "parameter"),

        // In sentences
        Of(LogRuntime.Unknown, $@"\benv(?:ironment)?[ _-]?var(?:iable)?s?\b:?(?: (?:named|called|for|with name|name))?[\s:]*{Name},?\s*(?:\([^)]*\) )?(?:{Absent})", "env"),
        Of(LogRuntime.Unknown, $@"{Name}(?: \w+)? (?:in (?:the )?)?env(?:ironment)?(?:[ _-]?var(?:iable)?s?)?\b.{{0,30}}?\b(?:{Absent})", "env"),
        Of(LogRuntime.Unknown, $@"\b(?:missing|undefined|required|unset|empty|invalid|no|expected|mandatory|please (?:set|provide|define|specify))\b(?: \w+){{0,3}} env(?:ironment)?(?:[ _-]?var(?:iable)?s?)?\b(?: (?:is|are) (?:missing|not set))?(?: (?:named|called|for))?[\s:=-]*{Name}", "env"),
        Of(LogRuntime.Unknown, $@"{Capitals}:?(?: \([^)]*\))? (?:environment variable |env var |variable |setting |parameter |option |value )?(?:{Absent})", "set", "defined", "found", "provided", "present", "specified", "configured", "missing", "required", "empty", "null", "blank", "mandatory", "invalid", "exist", "given", "supplied", "available"),
        Of(LogRuntime.Unknown, $@"\b(?:missing|undefined|unset|invalid|must (?:set|provide|specify|define)|please (?:set|provide|specify|define)|you need to (?:set|specify))\b(?: \w+){{0,4}}?:? {Capitals}", "missing", "undefined", "unset", "invalid", "must", "please", "need to"),
        new(RootCause.ApplicationConfigurationError, @"\benv(?:ironment)?[ _-]?var(?:iable)?s?\b.{0,60}\b(?:not (?:set|defined|found|provided)|undefined|missing|required|invalid)\b|\b(?:missing|undefined|required|invalid)\b.{0,40}\benv(?:ironment)?[ _-]?var(?:iable)?s?\b", "env") { Telling = Telling.Vague },

        // Spring, Quarkus, Typesafe, Kafka, the JVM's own options
        Of(LogRuntime.Jvm, @"\bCould not resolve placeholder '(?<subject>[^']+?)'|\bFailed to bind properties under '(?<subject>[^']+)'|\bCould not bind properties to '?(?<subject>[\w.]+)|\bSRCFG\d+: (?:The config property |.*?)(?<subject>[\w.-]+) is required|\bNo configuration setting found for key '(?<subject>[^']+)'|\bMissing required configuration ""(?<subject>[^""]+)""|\bInvalid value .{0,100} for configuration (?<subject>[\w.]+)", "placeholder", "bind properties", "SRCFG", "configuration"),
        Of(LogRuntime.Jvm, @"\bFailed to configure a DataSource: '(?<subject>\w+)' attribute|\bFailed to determine a suitable driver class\b|\bclaims to not accept jdbcUrl, (?<subject>\S+)|\bConfig data (?:resource|location) '?(?<subject>.+?)'? (?:cannot be found|does not exist)|\bUnrecognized (?:VM )?option:? '?(?<subject>[^\s']+)|\bInvalid (?:maximum|initial) heap size: (?<subject>\S+)|\bInitial heap size set to a larger value\b|\bRequired property '(?<subject>[^']+)' (?:not|is)|\bInvalid (?:thread stack|code cache) size: (?<subject>\S+)", "DataSource", "driver class", "jdbcUrl", "config data", "unrecognized", "heap size", "required property", "size: "),

        // .NET
        Of(LogRuntime.DotNet, @"\bOptionsValidationException: (?<subject>[^.]{0,120})|\bConnectionString property has not been initialized\b|\bFormat of the initialization string does not conform\b|\bcannot be null(?: or empty)?\. \(Parameter '(?<subject>\w*(?:[cC]onnection|[uU]r[il]|[kK]ey|[sS]ecret|[pP]assword|[cC]onfig)\w*)'\)|\bconnection string (?:named )?'(?<subject>[^']+)' (?:was |is )?(?:not |could not be )|\bSection '(?<subject>[^']+)' not found in configuration\b|\bThe configuration file '(?<subject>[^']+)' was not found\b|\bKeyword not supported: '(?<subject>[^']+)'|\bFailed to load configuration from file '(?<subject>[^']+)'", "OptionsValidation", "ConnectionString", "initialization string", "Parameter '", "connection string", "Section '", "configuration file", "keyword not supported", "load configuration"),
        Of(LogRuntime.Php, @"\bNo application encryption key has been specified\b|\bDatabase connection \[(?<subject>\w+)\] not configured", "encryption key", "not configured"),
    ];

    /// <summary>Flags and arguments that the program does not know or lacks.</summary>
    public static IEnumerable<LogRule> Flags =>
    [
        Of(LogRuntime.Go, @"\bflag provided but not defined: (?<subject>-\S+)|\bunknown (?:shorthand )?flag: (?:'\w+' in )?(?<subject>-\S+)|\bunknown command ""(?<subject>[^""]+)"" for|\brequired flag\(s\) (?<subject>.+?) not set|\binvalid (?:argument|value) ""?[^""]*""? for (?:""?(?<subject>-[^""\s]+[^""]*)""? flag|flag (?<subject>-\S+?)):|\bflag needs an argument: (?<subject>-\S+)|\baccepts (?:at most |between )?\d+ arg\(s\), received|\berror verifying flags\b", "flag", "unknown command", "arg(s)"),
        Of(LogRuntime.Python, @"\b(?:error: )?unrecognized arguments?: (?<subject>.+)|\bthe following arguments are required: (?<subject>.+)|\bNo such option:? '?(?<subject>-[\w-]+)|\bMissing (?:option|argument|parameter) '(?<subject>[^']+)'|\binvalid choice: '(?<subject>[^']+)'|\bargument (?<subject>-[\w/-]+): (?:invalid|expected)|\bGot unexpected extra arguments?\b", "unrecognized argument", "are required", "no such option", "missing ", "invalid choice", "argument ", "unexpected extra"),
        Of(LogRuntime.Rust, @"\bunexpected argument '(?<subject>[^']+)' found|\bthe following required arguments were not provided\b|\bFound argument '(?<subject>[^']+)' which wasn't expected|\binvalid value '(?<subject>[^']+)' for '", "unexpected argument", "required arguments", "found argument", "invalid value '"),
        Of(LogRuntime.Node, @"\bbad option: (?<subject>\S+)|\b(?<subject>-\S+) is not allowed in NODE_OPTIONS", "bad option", "NODE_OPTIONS"),
        Of(LogRuntime.Unknown, @"\b(?:unrecogni[sz]ed|unknown|invalid|illegal|unsupported|bad) (?:command[- ]line )?(?:option|switch|parameter|argument|variable|directive|keyword|setting|section|property|config(?:uration)? key)s?(?: --|:)? ?[""'`‘]?(?<subject>-*[\w][\w.=/-]*)|\b(?:option|parameter|argument|flag) [""'`‘](?<subject>[^""'`’]+)[""'`’] (?:is|was) (?:not (?:recogni[sz]ed|supported|valid)|unknown|required|missing|invalid)|\boption requires an argument\b", "option", "switch", "parameter", "argument", "variable", "flag", "directive", "keyword", "setting", "section", "property", "key"),
        Of(LogRuntime.Unknown, @"\bmissing (?:required |mandatory )?(?:flag|option|argument|parameter|configuration|config|setting|property|field|key|value)s?(?: (?:for|named|value))?:? ?[""'`]?(?<subject>-*\w[\w.-]*)", "missing"),
        Of(LogRuntime.Unknown, @"\b(?:required|mandatory) (?:flag|option|argument|parameter|configuration|config|setting|property|field|key|value)s?:? [""'`]?(?<subject>-*\w[\w.-]*)[""'`]?(?: is| are| was| were)? (?:missing|not (?:set|found|provided|specified|defined|configured)|empty|undefined)", "required", "mandatory"),
    ];

    private static LogRule Of(LogRuntime runtime, string pattern, params string[] triggers) =>
        new(RootCause.ApplicationConfigurationError, pattern, triggers) { Runtime = runtime };
}
