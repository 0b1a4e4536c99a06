namespace Aspire.Npgsql;

/// <summary>How a data source is registered.</summary>
public class NpgsqlSettings
{
    /// <summary>Default: the connection string of the same name.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Default false.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Default false.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Default false.</summary>
    public bool DisableMetrics { get; set; }
}
