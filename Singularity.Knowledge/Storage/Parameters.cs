using Npgsql;

namespace Singularity.Knowledge.Storage;

/// <summary>Parameters by place, and commands with them.</summary>
internal static class Parameters
{
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }
}
