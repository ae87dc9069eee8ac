using AiSre.Diagnosis.Model.Secrets;

namespace AiSre.Tests.Diagnosis.Model;

public class RedactionTests
{
    /// <summary>Made up for the tests; no issuer gave them out. Put together here so that no scanner takes them for real ones.</summary>
    private const string Body = "Zk3v9Qw7Lr5Tn1Xc8Bm2Hd6Jf4Gs0PaYeUiO";

    private const string Jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";

    public static TheoryData<string, string> Shapes() => new()
    {
        { Jwt, Jwt },
        { "eyJ" + Body + Body, "eyJ" + Body + Body },
        { "ghp_" + Body, "ghp_" + Body },
        { "ghs_" + Body, "ghs_" + Body },
        { "github_pat_11AB" + Body, "github_pat_11AB" + Body },
        { "glpat-" + Body, "glpat-" + Body },
        { "AKIA" + "IOSFODNN7EXAMPLE", "AKIA" + "IOSFODNN7EXAMPLE" },
        { "ASIA" + "IOSFODNN7EXAMPLE", "ASIA" + "IOSFODNN7EXAMPLE" },
        { "aws_secret_access_key = wJalr/XUtnFEMI+K7MDENG=bPx", "wJalr/XUtnFEMI+K7MDENG=bPx" },
        { "AIza" + Body[..35], "AIza" + Body[..35] },
        { "ya29." + Body, "ya29." + Body },
        { "AccountName=shop;AccountKey=" + Body + "==;EndpointSuffix=core.windows.net", Body + "==" },
        { "https://shop.blob.core.windows.net/a?sv=2024&sig=" + Body + "&se=2026", Body },
        { "xoxb-" + "1234567890-" + Body, "xoxb-" + "1234567890-" + Body },
        { "https://hooks.slack.com/services/T0000/B0000/" + Body, Body },
        { "sk_" + "live_" + Body, "sk_" + "live_" + Body },
        { "sk-" + "proj-" + Body, "sk-" + "proj-" + Body },
        { "hvs." + Body, "hvs." + Body },
        { "curl -H 'Authorization: Bearer abc123' https://a.example", "abc123" },
        { "Authorization: Basic dXNlcjpwdw==", "dXNlcjpwdw==" },
        { "{\"Authorization\":[\"Bearer abc123\"]}", "abc123" },
        { "headers=map[Authorization:[Bearer abc123] Accept:[*/*]]", "abc123" },
        { "sent \\\"Authorization\\\": \\\"Basic dTpw\\\" to upstream", "dTpw" },
        { "x-api-key: k-1", "k-1" },
        { "Cookie: sid=abc; theme=dark", "sid=abc" },
        { "got bearer " + Body, Body },
        { "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY-----\nafter", "MIIEow" },
        { "-----BEGIN PRIVATE KEY-----\nMIIEow cut off", "MIIEow" },
        { "postgres://shop:hunter2@db.shop.svc:5432/shop", "hunter2" },
        { "postgres://shop:hun/ter#2@db.shop.svc:5432/shop", "hun/ter#2" },
        { "redis://:hunter2@redis:6379", "hunter2" },
        { "https://" + Body + "@github.example/a/b.git", Body },
        { "shop:hunter2@tcp(mysql:3306)/shop", "hunter2" },
        { "Server=db;User Id=shop;Password=hunter2;Encrypt=true", "hunter2" },
        { "host=db user=shop password=hunter2 sslmode=require", "hunter2" },
        { "jdbc:postgresql://db/shop?user=shop&password=hunter2&ssl=true", "hunter2" },
        { "--db-password hunter2 --verbose", "hunter2" },
        { "--db-password=hunter2", "hunter2" },
        { "mysql -h db -u shop -phunter2 shop", "hunter2" },
        { "redis-cli -h redis -a hunter2 ping", "hunter2" },
        { "curl -u shop:hunter2 https://a.example", "hunter2" },
        { "PGPASSWORD=hunter2 psql", "hunter2" },
        { "export DB_PASS='hunter2 with blanks'", "hunter2 with blanks" },
        { "password: \"hunter2, with; signs\"", "hunter2, with; signs" },
        { "clientSecret: hunter2", "hunter2" },
        { "\\\"password\\\":\\\"hunter2\\\"", "hunter2" },
        { "config{Password:hunter2 User:shop}", "hunter2" },
        { "<password>hunter2</password>", "hunter2" },
        { "password: |\n  hunter2\n  more\nnext: 1", "hunter2" },
        { "env:\n- name: GREETING\n  value: good morning\n", "good morning" },
        { "level=info msg={\"password\":\"hunter2\"}", "hunter2" },
        { "INPUT_PASSWORD=hunter2", "hunter2" },
        { "token=abcdefgh", "abcdefgh" },
        { "token: 8f3kd93kfd", "8f3kd93kfd" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Secrets_of_known_shapes_are_redacted(string text, string secret)
    {
        var redacted = new Redaction([text]).Redact(text);

        Assert.DoesNotContain(secret, redacted, StringComparison.Ordinal);
        Assert.Contains("‹redacted:", redacted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Failed to pull image \"registry.example:5000/shop/checkout@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"")]
    [InlineData("Get \"https://registry.example:5000/v2/\": dial tcp 10.0.0.7:5000: connect: connection refused")]
    [InlineData("https://user@host.example/path?email=a@b.example")]
    [InlineData("MountVolume.SetUp failed for volume \"creds\" : secret \"db-credentials\" not found")]
    [InlineData("couldn't find key DB_PASSWORD in Secret shop/db-credentials")]
    [InlineData("references non-existent secret key: password")]
    [InlineData("Error: secret: db-credentials-v2 is missing")]
    [InlineData("password authentication failed for user \"shop\"")]
    [InlineData("password: invalid")]
    [InlineData("server requires basic authentication, not bearer credentials")]
    [InlineData("--service-account-token-file /var/run/token --tls-key-path /etc/tls")]
    [InlineData("secretName: registry-login, tokenExpirationSeconds: 3607")]
    [InlineData("max_tokens=4096")]
    [InlineData("mysql --password=$(DB_PASSWORD) --host=${DB_HOST}")]
    [InlineData("Back-off restarting failed container checkout in pod checkout-7d9f8b6c5-x2x4z_shop(0c6e7a1e-1b2c-4d5e-8f90-123456789abc)")]
    public void Images_hosts_reasons_and_names_stay(string text) => Assert.Equal(text, new Redaction([text]).Redact(text));

    [Fact]
    public void Literals_of_a_pod_specification_go_and_references_stay()
    {
        const string pod = """
            {"kind": "Pod", "metadata": {"name": "checkout-1"}, "spec": {"imagePullSecrets": [{"name": "registry-login"}], "containers": [
              {"name": "app", "image": "registry.example:5000/shop/checkout:1.2.3", "args": ["--level", "info", "--token", "t0p", "-u", "shop:pw"],
               "env": [{"name": "LEVEL", "value": "debug"}, {"name": "EMPTY", "value": ""},
                       {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}}],
               "livenessProbe": {"httpGet": {"path": "/", "httpHeaders": [{"name": "Authorization", "value": "abc"}]}}}]}}
            """;

        var redacted = new Redaction([pod]).Redact(pod);

        Assert.Equal(
            pod.Replace("\"debug\"", "\"‹redacted:env:3›\"", StringComparison.Ordinal)
                .Replace("\"t0p\"", "\"‹redacted:password:1›\"", StringComparison.Ordinal)
                .Replace("\"shop:pw\"", "\"‹redacted:password:2›\"", StringComparison.Ordinal)
                .Replace("\"abc\"", "\"‹redacted:password:4›\"", StringComparison.Ordinal),
            redacted);
    }

    [Theory]
    [InlineData("""{"kind":"Secret","data":{"a":"aHVudGVyMg==","b":"eA=="},"type":"Opaque"}""", """{"kind":"Secret","data":{"a":"‹redacted:data:1›","b":"‹redacted:data:2›"},"type":"Opaque"}""")]
    [InlineData("""{"data":{"a":"x"},"kind":"ConfigMap"}""", """{"data":{"a":"‹redacted:config:1›"},"kind":"ConfigMap"}""")]
    [InlineData("""{"auths":{"a.example":{"auth":"dTpwdzEyMzQ="}}}""", """{"auths":{"a.example":{"auth":"‹redacted:password:1›"}}}""")]
    [InlineData("""{"env":{"LEVEL":"debug"}}""", """{"env":{"LEVEL":"‹redacted:env:1›"}}""")]
    [InlineData("""{"password":12345678,"secretName":"db","optional":true}""", """{"password":"‹redacted:password:1›","secretName":"db","optional":true}""")]
    public void Data_and_named_fields_are_redacted_by_their_place(string json, string expected) =>
        Assert.Equal(expected, new Redaction([json]).Redact(json));

    [Fact]
    public void The_last_applied_configuration_is_redacted_inside()
    {
        const string pod = """{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"env\":[{\"name\":\"A\",\"value\":\"plain words\"}],\"image\":\"a/b:1\"}]}}\n"}}}""";

        Assert.Equal(
            pod.Replace("plain words", "‹redacted:env:1›", StringComparison.Ordinal),
            new Redaction([pod]).Redact(pod));
    }

    [Fact]
    public void What_one_evidence_gives_away_is_found_bare_in_another_and_keeps_its_placeholder()
    {
        const string log = "login with Tr0ub4dor&3 failed";
        const string secret = """{"kind":"Secret","stringData":{"password":"Tr0ub4dor&3"}}""";
        const string encoded = """{"kind":"Secret","data":{"other":"czNjcjN0LXZhbHVl"}}""";
        const string dump = "value s3cr3t-value used";
        var redaction = new Redaction([log, secret, encoded, dump]);

        Assert.Equal("login with ‹redacted:data:1› failed", redaction.Redact(log));
        Assert.Equal("""{"kind":"Secret","stringData":{"password":"‹redacted:data:1›"}}""", redaction.Redact(secret));
        Assert.Equal("value ‹redacted:data:2› used", redaction.Redact(dump));
        Assert.Equal(2, redaction.Count);
    }

    [Fact]
    public void A_password_that_is_a_common_word_takes_no_host_or_image_with_it()
    {
        const string log = "connecting to postgres-0.postgres with password=postgres";

        Assert.Equal("connecting to postgres-0.postgres with password=‹redacted:password:1›", new Redaction([log]).Redact(log));
    }

    [Fact]
    public void JSON_that_is_cut_off_or_nested_too_deep_is_redacted_as_text()
    {
        const string cut = """{"kind":"Pod","spec":{"password":"hunter2","ima""";
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 500)) + "\"password=hunter2\"" + new string('}', 500);

        Assert.DoesNotContain("hunter2", new Redaction([cut]).Redact(cut), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", new Redaction([deep]).Redact(deep), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token=")]
    [InlineData("token:")]
    [InlineData("token: ")]
    [InlineData("a://")]
    [InlineData("--token ")]
    [InlineData("password:\"\\")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("mysql -p")]
    [InlineData("name: a\nvalue: '")]
    [InlineData("Authorization: ")]
    [InlineData("{\"a\":")]
    public async Task A_log_written_to_be_slow_is_not(string repeated)
    {
        var log = string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length));

        // It takes a moment; what backtracks over a megabyte would not end today, however quick the machine.
        var redaction = await Task.Run(() => new Redaction([log])).WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

        Assert.DoesNotContain("hunter2", redaction.Redact("password=hunter2"), StringComparison.Ordinal);
    }
}
