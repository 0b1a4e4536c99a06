using System.Data.Common;

namespace LiteDB;

/// <summary>Where a database is and how it is opened: <c>Filename=cache.db;Connection=shared</c>, or a file's name alone.</summary>
public class ConnectionString
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public ConnectionString()
    {
    }

    public ConnectionString(string connectionString)
    {
        if (string.IsNullOrEmpty(connectionString))
        {
            throw new ArgumentNullException(nameof(connectionString));
        }

        if (connectionString.Contains('='))
        {
            var parsed = new DbConnectionStringBuilder { ConnectionString = connectionString };
            foreach (string key in parsed.Keys)
            {
                _values[key] = parsed[key].ToString();
            }
        }
        else
        {
            _values["filename"] = connectionString;
        }

        if (!string.IsNullOrEmpty(this["password"]))
        {
            throw new NotSupportedException("Encrypted databases are not supported: a file would be written in clear.");
        }

        Filename = (this["filename"] ?? "").Trim();
        Connection = this["connection"] is { } connection ? Enum.Parse<ConnectionType>(connection, ignoreCase: true) : ConnectionType.Direct;
        InitialSize = FileSize.Parse(this["initial size"]);
        ReadOnly = this["readonly"] is { } readOnly && bool.Parse(readOnly);
        Collation = this["collation"] is { } collation ? new Collation(collation) : null;
    }

    /// <summary>Default <see cref="ConnectionType.Direct"/>.</summary>
    public ConnectionType Connection { get; set; }

    /// <summary>A path, or <c>:memory:</c> or <c>:temp:</c> for a database that ends with its <see cref="LiteDatabase"/>.</summary>
    public string Filename { get; set; } = "";

    /// <summary>Bytes; a hint to which the file on disk need not be equal. Default 0.</summary>
    public long InitialSize { get; set; }

    /// <summary>Default false. A read-only database must exist.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Applies to a file that is made; null is <see cref="Collation.Default"/>.</summary>
    public Collation Collation { get; set; }

    public string this[string key] => _values.GetValueOrDefault(key);
}
