namespace AiSre.Tests.Remediation.Charts;

/// <summary>Small templates by chance, mostly of the right types, over one set of values.</summary>
internal sealed class TemplateGenerator(int seed)
{
    public const string Values = """
        name: checkout
        empty: ""
        padded: "  some text  "
        dashed: a-b_c.d
        version: 1.25.3
        digits: "0123"
        truth: "true"
        long: The quick brown fox jumps over the lazy dog and goes on and on until the line is long enough to be wrapped somewhere
        lines: "first\nsecond\n\nthird"
        trailing: "a\nb\n"
        more: "a\n\n"
        indented: " a\nb"
        special: "it's \"quoted\": #no & yes\\n é"
        nothing: null
        count: 3
        zero: 0
        big: 1048576
        ratio: 0.75
        negative: -4
        on: true
        enabled: true
        disabled: false
        old: yes
        list: [b, a, c, a, ""]
        numbers: [3, 1, 2]
        mixed: [1, two, true, null, [x], {k: v}]
        none: []
        blank: {}
        image: {registry: registry.example, repository: shop/checkout, tag: ""}
        labels: {tier: web, "app.example/part": "8080", flag: "on", empty: ""}
        deep: {a: {b: {c: found, d: 5}}, e: [{name: x, value: 1}, {name: y, value: null}]}
        resources: {limits: {cpu: 500m, memory: 1Gi}, requests: {cpu: 0.5}}

        """;

    private static readonly string[] Words = ["checkout", "a", "-", "", "b", "x-y-z", " ", "Hello World", "shop/checkout", "v1", "%", "fooBar_baz", "1.2.3", "12", "é", "true"];
    private static readonly string[] TextFields = ["name", "empty", "padded", "dashed", "version", "digits", "truth", "long", "lines", "trailing", "more", "indented", "special", "image.tag", "image.registry", "deep.a.b.c", "labels.tier"];
    private static readonly string[] NumberFields = ["count", "zero", "big", "ratio", "negative", "deep.a.b.d"];
    private static readonly string[] ListFields = ["list", "numbers", "mixed", "none", "deep.e"];
    private static readonly string[] MapFields = ["blank", "image", "labels", "deep", "resources", "deep.a.b"];
    private static readonly string[] OtherFields = ["nothing", "on", "enabled", "disabled", "old", "true", "missing", "image.missing", "missing.deeper"];

    private readonly Random _random = new(seed);
    private readonly List<string> _named = [];

    public string Next()
    {
        _named.Clear();
        var body = string.Concat(Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Node(2)));
        return string.Concat(_named) + body;
    }

    private string Named(int depth)
    {
        var body = Node(depth - 1);
        _named.Add($"{Action($"define \"t{_named.Count}\"")}{body}{Action("end")}");
        return $"t{_named.Count - 1}";
    }

    private string Node(int depth) => _random.Next(depth > 0 ? 14 : 6) switch
    {
        0 => $"{One(["text", " ", "\n", "\n  ", "a: "])}{Action(Any(3))}",
        1 or 2 or 3 => Action(Any(3)),
        4 => Action(Text(3)),
        5 => $"{Action($"$v := {Any(2)}")}{Action(One(["$v", "$v | quote", "toYaml $v", "$v.a", "printf \"%v\" $v"]))}",
        6 => $"{Action($"if {Any(2)}")}{Node(depth - 1)}{Action("else")}{Node(depth - 1)}{Action("end")}",
        7 => $"{Action($"with {Any(2)}")}{Action(One([".", ". | quote", "toYaml .", "$.Values.name"]))}{Node(0)}{Action("end")}",
        8 => $"{Action($"range $i, $e := {Either(List(2), Map(2))}")}{Action(One(["$i", "$e", "$e | quote", ". | toString", "toJson $e"]))},{Action("else")}none{Action("end")}",
        9 => $"{Action($"range {List(2)}")}{One(["- ", "\n", ""])}{Action(One([".", "quote .", "toYaml ."]))}{Action($"if eq (. | toString) \"a\"")}{Action(One(["break", "continue"]))}{Action("end")};{Action("end")}",
        10 => Action($"include \"{Named(depth)}\" . {One(["| quote", "| trim", "| nindent 4", "| indent 2 | trim", "| default \"d\"", "| upper"])}"),
        11 => $"{{{{/* {One(Words)} */}}}}{Action(Text(2))}",
        12 => $"{Action($"$m := dict {Quoted(One(Words))} {Any(1)}")}{Action(One(["$_ := set $m \"k\" 1", "$_ := unset $m \"a\"", "$m = merge $m .Values.image"]))}{Action("$m | toJson")}",
        _ => Action($"tpl {Quoted(Action(Text(1)).Replace("\"", "`", StringComparison.Ordinal))} ."),
    };

    private string Action(string inner) => $"{{{{{One(["", "", " ", "- "])}{inner}{One(["", " ", " ", " -"])}}}}}";

    private string Any(int depth) => _random.Next(9) switch
    {
        0 or 1 or 2 => Text(depth),
        3 or 4 => Number(depth),
        5 => Truth(depth),
        6 => List(depth),
        7 => Map(depth),
        _ => Field(OtherFields),
    };

    private static string Group(string inner) => inner.Contains(' ', StringComparison.Ordinal) && !inner.StartsWith('"') ? $"({inner})" : inner;

    private string T(int depth) => Group(Text(depth - 1));

    private string N(int depth) => Group(Number(depth - 1));

    private string L(int depth) => Group(List(depth - 1));

    private string M(int depth) => Group(Map(depth - 1));

    private string A(int depth) => Group(Any(depth - 1));

    private string Text(int depth)
    {
        if (depth <= 0)
        {
            return _random.Next(3) == 0 ? Quoted(One(Words)) : Field(TextFields);
        }

        return _random.Next(58) switch
        {
            0 => $"{A(depth)} | quote",
            1 => $"{A(depth)} | squote",
            2 => $"upper {T(depth)}",
            3 => $"{T(depth)} | lower",
            4 => $"title {T(depth)}",
            5 => $"untitle {T(depth)}",
            6 => $"nospace {T(depth)}",
            7 => $"trim {T(depth)}",
            8 => $"trimAll {T(0)} {T(depth)}",
            9 => $"{T(depth)} | trimSuffix {T(0)}",
            10 => $"{T(depth)} | trimPrefix {T(0)}",
            11 => $"{T(depth)} | trunc {_random.Next(-8, 12)}",
            12 => $"substr {_random.Next(0, 4)} {_random.Next(-1, 9)} {T(depth)}",
            13 => $"{T(depth)} | replace {T(0)} {T(0)}",
            14 => $"{T(depth)} | indent {_random.Next(0, 6)}",
            15 => $"{T(depth)} | nindent {_random.Next(0, 6)}",
            16 => $"repeat {_random.Next(0, 4)} {T(depth)}",
            17 => $"cat {A(depth)} {A(depth)}",
            18 => $"print {A(depth)} {A(depth)}",
            19 => $"printf {Quoted(One(["%s-%s", "%v/%s", "%s", "%q:%v"]))} {T(depth)} {T(depth)}",
            20 => $"printf {Quoted(One(["%d", "%v", "%s", "%05d", "%.2f", "%t", "%5v|", "%x"]))} {A(depth)}",
            21 => $"camelcase {T(depth)}",
            22 => $"kebabcase {T(depth)}",
            23 => $"snakecase {T(depth)}",
            24 => $"b64enc {T(depth)}",
            25 => $"{T(depth)} | b64enc | b64dec",
            26 => $"sha256sum {T(depth)}",
            27 => $"regexReplaceAll {Quoted(One(["[^a-z]+", "o", "(\\\\w)o", "^a", "\\\\s"]))} {T(depth)} {Quoted(One(["", "-", "${1}x", "$1"]))}",
            28 => $"toString {A(depth)}",
            29 => $"{A(depth)} | toJson",
            30 => $"{A(depth)} | toYaml",
            31 => $"toYaml {A(depth)} | nindent {_random.Next(0, 5)}",
            32 => $"join {Quoted(One([",", "", "-"]))} {L(depth)}",
            33 => $"default {A(depth)} {A(depth)}",
            34 => $"{T(depth)} | default {T(0)}",
            35 => $"coalesce {A(depth)} {A(depth)} {A(0)}",
            36 => $"ternary {A(0)} {A(0)} {Group(Truth(depth - 1))}",
            37 => $"kindOf {A(depth)}",
            38 => $"typeOf {A(depth)}",
            39 => $"first {L(depth)}",
            40 => $"last {L(depth)}",
            41 => $"index {L(depth)} {_random.Next(0, 3)}",
            42 => $"index {M(depth)} {Quoted(One(["tag", "k", "tier", "a"]))}",
            43 => $"get {M(depth)} {Quoted(One(["tag", "k", "tier", "a"]))}",
            44 => $"dig \"a\" \"b\" {One(["\"c\"", "\"x\""])} {A(0)} {M(depth)}",
            45 => $"required \"needed\" {A(depth)}",
            46 => $"{T(depth)} | upper | quote",
            47 => $"regexFind {Quoted(One(["[a-z]+", "o.", "[0-9.]+"]))} {T(depth)}",
            49 => $"trimall {T(0)} {T(depth)}",
            50 => $"toPrettyJson {A(depth)}",
            51 => $"toRawJson {A(depth)}",
            52 => $"println {A(depth)} {A(depth)}",
            _ => $"and {A(depth)} {A(depth)}",
        };
    }

    private string Number(int depth)
    {
        if (depth <= 0)
        {
            return _random.Next(2) == 0 ? One(["1", "0", "3", "-2", "2.5", "100", "0x10", "1e3"]) : Field(NumberFields);
        }

        return _random.Next(17) switch
        {
            0 => $"int {A(depth)}",
            1 => $"int64 {A(depth)}",
            2 => $"float64 {A(depth)}",
            3 => $"atoi {T(depth)}",
            4 => $"add {N(depth)} {N(depth)}",
            5 => $"sub {N(depth)} {N(depth)}",
            6 => $"mul {N(depth)} {N(depth)}",
            7 => $"div {N(depth)} {N(depth)}",
            8 => $"mod {N(depth)} {N(depth)}",
            9 => $"max {N(depth)} {N(depth)}",
            10 => $"min {N(depth)} {N(depth)}",
            11 => $"add1 {N(depth)}",
            12 => $"ceil {N(depth)}",
            13 => $"floor {N(depth)}",
            14 => $"len {Either(L(depth), Either(M(depth), T(depth)))}",
            _ => $"{N(depth)} | toString | int",
        };
    }

    private string Truth(int depth)
    {
        if (depth <= 0)
        {
            return One(["true", "false", ".Values.enabled", ".Values.disabled"]);
        }

        return _random.Next(20) switch
        {
            0 => $"empty {A(depth)}",
            1 => $"not {A(depth)}",
            2 => $"and {A(depth)} {A(depth)}",
            3 => $"or {A(depth)} {A(depth)}",
            4 => $"eq {T(depth)} {T(depth)}",
            5 => $"eq {A(depth)} {A(depth)}",
            6 => $"ne {T(depth)} {T(depth)}",
            7 => $"{One(["lt", "le", "gt", "ge"])} {N(depth)} {N(depth)}",
            8 => $"{One(["lt", "le", "gt", "ge", "eq"])} {Group($"int {N(0)}")} {One(["1", "3", "0"])}",
            9 => $"contains {T(0)} {T(depth)}",
            10 => $"hasPrefix {T(0)} {T(depth)}",
            11 => $"hasSuffix {T(0)} {T(depth)}",
            12 => $"hasKey {M(depth)} {Quoted(One(["tag", "a", "k"]))}",
            13 => $"has {A(0)} {L(depth)}",
            14 => $"kindIs {Quoted(One(["string", "map", "slice", "bool", "float64", "int", "int64", "invalid"]))} {A(depth)}",
            15 => $"semverCompare {Quoted(One([">=1.2-0", "<2", "^1.25", "~1.25.1", ">=1.20.0 <1.26.0", "1.x", "!=1.25.3", "<1.19-0 || >=1.25-0", "^0.2", "*", "1.2 - 1.4"]))} {Either(".Values.version", Quoted(One(["1.25.3", "v1.19.0", "0.2.5", "2.0.0-rc.1", "1.26.1-gke.100", "1.2"])))}",
            16 => $"regexMatch {Quoted(One(["^[a-z]+$", "o", "^$", "[0-9]+"]))} {T(depth)}",
            17 => $"any {A(depth)} {A(depth)}",
            18 => $"all {A(depth)} {A(depth)}",
            _ => $"typeIs {Quoted(One(["string", "float64", "[]interface {}", "bool"]))} {A(depth)}",
        };
    }

    private string List(int depth)
    {
        if (depth <= 0)
        {
            return _random.Next(4) == 0 ? "list" : Field(ListFields);
        }

        return _random.Next(20) switch
        {
            0 => $"list {A(depth)} {A(depth)}",
            1 => $"rest {L(depth)}",
            2 => $"initial {L(depth)}",
            3 => $"append {L(depth)} {A(depth)}",
            4 => $"prepend {L(depth)} {A(depth)}",
            5 => $"concat {L(depth)} {L(depth)}",
            6 => $"reverse {L(depth)}",
            7 => $"compact {L(depth)}",
            8 => $"uniq {L(depth)}",
            9 => $"without {L(depth)} {A(0)}",
            10 => $"sortAlpha {L(depth)}",
            11 => $"toStrings {L(depth)}",
            12 => $"splitList {Quoted(One(["-", " ", ",", ".", "/"]))} {T(depth)}",
            13 => $"until {_random.Next(0, 5)}",
            14 => $"untilStep {_random.Next(-2, 3)} {_random.Next(0, 6)} {_random.Next(1, 3)}",
            15 => $"keys {M(depth)} | sortAlpha",
            16 => $"pluck {Quoted(One(["tag", "a"]))} {M(depth)} {M(depth)}",
            18 => $"tuple {A(depth)} {A(depth)}",
            _ => Field(ListFields),
        };
    }

    private string Map(int depth)
    {
        if (depth <= 0)
        {
            return _random.Next(4) == 0 ? "dict" : Field(MapFields);
        }

        return _random.Next(13) switch
        {
            0 => $"dict {Quoted(One(Words))} {A(depth)} \"k\" {A(depth)}",
            1 => $"pick {M(depth)} \"tag\" \"a\"",
            2 => $"omit {M(depth)} \"tag\" \"a\"",
            3 => $"merge {Either("(dict)", "(dict \"tag\" \"1\")")} {M(depth)} {M(depth)}",
            4 => $"mergeOverwrite {Either("(dict)", "(dict \"tag\" \"1\")")} {M(depth)} {M(depth)}",
            5 => $"deepCopy {M(depth)}",
            6 => $"fromYaml {Group($"toYaml {M(depth)}")}",
            7 => $"fromJson {Group($"toJson {M(depth)}")}",
            8 => $"split {Quoted(One(["-", "/", "."]))} {T(depth)}",
            9 => $"{M(depth)} | deepCopy | merge (dict \"x\" \"y\")",
            10 => $"fromYaml {Quoted(One(["a: 1", "a: {b: [1, 2]}", "", "a: yes\\nb: 0x1F\\nc: 1e3\\nd: ~"]))}",
            _ => Field(MapFields),
        };
    }

    private string Field(string[] names) => $".Values.{One(names)}";

    private string Either(string one, string other) => _random.Next(2) == 0 ? one : other;

    private string One(string[] choices) => choices[_random.Next(choices.Length)];

    private static string Quoted(string text) => $"\"{text}\"";
}
