using LiteDB;

namespace Singularity.Benchmarks.Floors;

/// <summary>A bare FindById in a LiteDB file of its own that holds the same bytes, opened as the product opens its file: shared with other processes.</summary>
internal static class EmbeddedFloor
{
    public const string Kind = "embedded";

    private const string Key = "npm.bench.1=2E0=2E0";

    /// <param name="setting">The record in base64, and the file, with a blank between.</param>
    public static Floor Create(string setting)
    {
        var (record, file) = setting.Split(' ', 2) is [var one, var other] ? (one, other) : throw new ArgumentException("A record and a file are needed.", nameof(setting));
        var database = new LiteDatabase(new ConnectionString { Filename = file, Connection = ConnectionType.Shared });
        var rows = database.GetCollection<Row>("rows");
        rows.Insert(new Row { Id = Key, Record = Convert.FromBase64String(record) });
        return new Floor(_ => ValueTask.FromResult<ReadOnlyMemory<byte>>(rows.FindById(Key).Record), database);
    }

    private sealed class Row
    {
        public string Id { get; set; } = "";

        public byte[] Record { get; set; } = [];
    }
}
