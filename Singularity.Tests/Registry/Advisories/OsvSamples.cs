using System.Text;
using System.Text.Json;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Osv;

namespace Singularity.Tests.Registry.Advisories;

/// <summary>Advisories written as databases publish them.</summary>
internal static class OsvSamples
{
    public const string Critical = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

    public const string Low = "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N";

    /// <summary>Affects a package from one version to before another, or for ever.</summary>
    public static string Json(
        string id, string package = "demo-lib", string introduced = "0", string? fix = "1.2.0", string ecosystem = "npm",
        string modified = "2025-05-01T10:00:00Z", string? vector = Critical, string? withdrawn = null) =>
        $$"""
        {
          "schema_version": "1.7.0",
          "id": "{{id}}",
          "modified": "{{modified}}",
          "published": "2025-04-30T08:15:30.123456Z",
          {{(withdrawn is null ? "" : $"\"withdrawn\": \"{withdrawn}\",")}}
          "aliases": ["CVE-2025-0001"],
          "related": ["CVE-2024-9999"],
          "summary": "Retries run code from the answer in {{package}}",
          "details": "### Impact\n\nAnswers are evaluated.\n",
          "severity": [{{(vector is null ? "" : $$"""{"type": "CVSS_V3", "score": "{{vector}}"}""")}}],
          "affected": [
            {
              "package": {"ecosystem": "{{ecosystem}}", "name": "{{package}}", "purl": "pkg:npm/{{package}}"},
              "ranges": [
                {"type": "SEMVER", "events": [{"introduced": "{{introduced}}"}{{(fix is null ? "" : $$""", {"fixed": "{{fix}}"}""")}}]},
                {"type": "GIT", "repo": "https://git.example.org/x", "events": [{"introduced": "0"}, {"fixed": "deadbeef"}]}
              ],
              "database_specific": {"source": "https://example.org/{{id}}.json"}
            }
          ],
          "references": [{"type": "WEB", "url": "https://example.org/blog"}, {"type": "ADVISORY", "url": "https://example.org/{{id}}"}],
          "database_specific": {"cwe_ids": ["CWE-94"], "severity": "MODERATE", "github_reviewed": true}
        }
        """;

    public static OsvDocument Document(string json) => OsvReader.Read(Encoding.UTF8.GetBytes(json)).ShouldBeOfType<OsvReading.Read>().Document;

    /// <summary>As it is stored and sent; records with lists compare by reference.</summary>
    public static string Text(OsvDocument document) => JsonSerializer.Serialize(document, SingularityJson.Default.OsvDocument);
}
