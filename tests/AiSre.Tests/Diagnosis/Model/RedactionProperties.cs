using System.Text.Json;
using AiSre.Diagnosis.Model.Secrets;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AiSre.Tests.Diagnosis.Model;

/// <summary>A secret, wherever in a known shape it stands and whatever stands around it, is never in what leaves.</summary>
public class RedactionProperties
{
    /// <summary>Every character that a secret can have where nothing quotes it.</summary>
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#$%*+-./=?^_~";

    private static readonly string[] TextShapes =
    [
        "password={0}", "DB_PASSWORD={0} next", "\"password\": \"{0}\"", "password: '{0}'", "{{\\\"token\\\":\\\"{0}\\\"}}", "--password {0}",
        "--api-key={0}", "Authorization: Bearer {0}", "authorization: Basic {0}", "Server=a;Password={0};Timeout=1", "https://a.example/?api_key={0}&b=1",
        "postgres://user:{0}@db.example/x", "token=ghp_Abcdefghijklmnop0123 secret_key={0}", "curl -u user:{0} https://a.example",
        "-----BEGIN PRIVATE KEY-----\n{0}\n-----END PRIVATE KEY-----", "client_secret => {0}", "<password>{0}</password>", "name: X\nvalue: {0}",
    ];

    private static readonly Func<string, object>[] JsonShapes =
    [
        secret => new { spec = new { containers = new[] { new { env = new[] { new { name = "ANY", value = secret } } } } } },
        secret => new { kind = "Secret", stringData = new { a = secret } },
        secret => new { kind = "ConfigMap", data = new { a = secret } },
        secret => new { spec = new { containers = new[] { new { args = new[] { "--password", secret } } } } },
        secret => new { spec = new { containers = new[] { new { args = new[] { "--password=" + secret } } } } },
        secret => new { spec = new { source = new { helm = new { values = "auth:\n  password: \"" + secret + "\"\n" } } } },
        secret => new { metadata = new { annotations = new Dictionary<string, string> { ["last"] = JsonSerializer.Serialize(new { env = new[] { new { name = "A", value = secret } } }) } } },
        secret => new { items = new[] { new { kind = "Secret", data = new { a = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret)), b = secret } } } },
        secret => new { apiToken = secret },
    ];

    private static readonly Gen<string> Secrets =
        Gen.Elements(Alphabet.ToCharArray()).ArrayOf(24).Select(letters => "x7Q" + new string(letters) + "k9");

    private static readonly Gen<string> Surroundings = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    [Property(MaxTest = 2000)]
    public Property A_secret_in_text_never_leaves() =>
        Prop.ForAll(
            (from secret in Secrets
             from shape in Gen.Elements(TextShapes)
             from before in Surroundings
             from after in Surroundings
             select (secret, text: $"{before}\n{string.Format(null, shape, secret)}\n{after}")).ToArbitrary(),
            sample => !new Redaction([sample.text]).Redact(sample.text).Contains(sample.secret, StringComparison.Ordinal));

    [Property(MaxTest = 1000)]
    public Property A_secret_in_an_object_never_leaves_and_the_object_stays_JSON() =>
        Prop.ForAll(
            (from secret in Secrets
             from shape in Gen.Elements(JsonShapes)
             from note in Surroundings
             select (secret, text: JsonSerializer.Serialize(new { note, inner = shape(secret) }))).ToArbitrary(),
            sample =>
            {
                var redacted = new Redaction([sample.text]).Redact(sample.text);
                using var parsed = JsonDocument.Parse(redacted);
                return !redacted.Contains(sample.secret, StringComparison.Ordinal)
                    && !redacted.Contains(JsonEncodedText.Encode(sample.secret).ToString(), StringComparison.Ordinal);
            });

    [Property(MaxTest = 500)]
    public Property Text_without_secrets_is_not_touched() =>
        Prop.ForAll(
            Gen.Elements("pod", "checkout-1", "Failed", "image", "registry.example:5000/shop:1.2", "not found", "\n", "{", "}", "\"a\": 1", "10.0.0.7", "=", ",")
                .ListOf().Select(words => string.Join(' ', words)).ToArbitrary(),
            text => new Redaction([text]).Redact(text) == text);
}
