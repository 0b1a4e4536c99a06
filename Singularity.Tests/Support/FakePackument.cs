using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Singularity.Tests.Support;

/// <summary>The full metadata document of one package, growing as versions are published a day apart.</summary>
internal sealed class FakePackument(string name)
{
    private static readonly DateTimeOffset FirstDay = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly JsonObject _tags = [];
    private readonly JsonObject _versions = [];
    private readonly JsonObject _time = new() { ["created"] = Day(0), ["modified"] = Day(0) };

    public void Add(FakeNpmVersion version, JsonObject manifest)
    {
        lock (_lock)
        {
            _versions[version.Version] = manifest;
            _time[version.Version] = Day(_versions.Count - 1);
            _time["modified"] = Day(_versions.Count - 1);
            if (version.Tag is not null)
            {
                _tags[version.Tag] = version.Version;
            }
        }
    }

    public void Tag(string tag, string version)
    {
        lock (_lock)
        {
            _tags[tag] = version;
        }
    }

    public void Deprecate(string version, string message)
    {
        lock (_lock)
        {
            _versions[version]!["deprecated"] = message;
        }
    }

    public byte[] ToBytes()
    {
        lock (_lock)
        {
            var document = new JsonObject
            {
                ["_id"] = name,
                ["name"] = name,
                ["dist-tags"] = _tags.DeepClone(),
                ["versions"] = _versions.DeepClone(),
                ["time"] = _time.DeepClone(),
                ["maintainers"] = new JsonArray(),
                ["readme"] = "The readme of the newest version.",
            };
            return Encoding.UTF8.GetBytes(document.ToJsonString());
        }
    }

    private static string Day(int offset) => FirstDay.AddDays(offset).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
