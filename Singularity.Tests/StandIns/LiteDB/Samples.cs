using LiteDB;

namespace Singularity.Tests.StandIns.LiteDB;

/// <summary>A database file that ends with its test.</summary>
public sealed class TemporaryDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("litedb-tests-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "test.db");

    public LiteDatabase Open(string options = "", BsonMapper? mapper = null) => new($"Filename={Path};{options}", mapper);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

public enum Kind
{
    Library,
    Tool,
}

public sealed class Package
{
    public string Id { get; set; } = "";

    public string? Name { get; set; }

    public int Downloads { get; set; }

    public bool Deprecated { get; set; }

    public Kind Kind { get; set; }

    public DateTime? Published { get; set; }

    public List<string>? Keywords { get; set; }

    public byte[]? Payload { get; set; }
}

public sealed class Counted
{
    public int Id { get; set; }

    public string? Text { get; set; }
}

public sealed record Author(string Name, int Age);

public sealed record Release(string Id, Author Author, IReadOnlyList<string> Tags, Dictionary<string, long> Counts);
