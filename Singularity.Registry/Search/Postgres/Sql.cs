using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Singularity.Registry.Search.Postgres;

/// <summary>A statement whose shape depends on what is asked; every value of a request is a parameter of it.</summary>
internal sealed class Sql
{
    // Plans that know no values would read whole tables, and compiling takes longer than any of these statements.
    private static readonly string[] Settings = ["SELECT set_config('jit', 'off', true)"];

    private readonly StringBuilder _text = new();
    private readonly List<NpgsqlParameter> _parameters = [];

    public Sql Add(string text)
    {
        _text.Append(text);
        return this;
    }

    public Sql Number(double number)
    {
        _text.Append(number.ToString("R", CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Adds the value as the next parameter, and its place.</summary>
    public Sql Value<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return Place();
    }

    /// <summary>Adds one word as a tsquery.</summary>
    public Sql Word(string word) => Query(new NpgsqlTsQueryLexeme(word));

    public Sql Query(NpgsqlTsQuery query)
    {
        _parameters.Add(new NpgsqlParameter { Value = query, NpgsqlDbType = NpgsqlDbType.TsQuery });
        return Place();
    }

    /// <summary>Adds a vector; a cast gives it its type, so that no type mapping is asked for.</summary>
    public Sql Vector(float[] vector) => Value(vector).Add("::real[]::vector(").Number(vector.Length).Add(")");

    public NpgsqlBatchCommand Command()
    {
        var command = new NpgsqlBatchCommand(_text.ToString());
        command.Parameters.AddRange(_parameters.ToArray());
        return command;
    }

    /// <summary>A batch in one transaction of its own, with settings for it alone.</summary>
    public static NpgsqlBatch Batch(NpgsqlConnection connection, IEnumerable<string> settings, params IEnumerable<Sql> statements)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var setting in Settings.Concat(settings))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(setting));
        }

        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement.Command());
        }

        return batch;
    }

    /// <summary>How many results a batch has before those of its statements.</summary>
    public static int Before(int settings) => Settings.Length + settings;

    private Sql Place()
    {
        _text.Append('$').Append(_parameters.Count.ToString(CultureInfo.InvariantCulture));
        return this;
    }
}
