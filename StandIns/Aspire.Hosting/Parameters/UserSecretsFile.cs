using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace Aspire.Hosting;

/// <summary>The user secrets of the AppHost: readable by its owner only, changed under a lock, replaced in one step.</summary>
internal sealed class UserSecretsFile(string path)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    public string FilePath => path;

    public static UserSecretsFile? Of(Assembly? appHost) =>
        appHost?.GetCustomAttribute<UserSecretsIdAttribute>() is { } id ? new(PathHelper.GetSecretsPathFromSecretsId(id.UserSecretsId)) : null;

    public string GetOrAdd(string key, Func<string> create)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Two AppHosts starting for the first time at once must agree on one password.
        using var turn = FileLock.Acquire(path + ".lock", LockPatience)
            ?? throw new DistributedApplicationException($"The user secrets '{path}' are locked by another process.");
        var secrets = Read();
        if (secrets[key]?.GetValue<string>() is { Length: > 0 } known) return known;

        var value = create();
        secrets[key] = value;
        Write(secrets);
        return value;
    }

    private JsonObject Read()
    {
        if (!File.Exists(path)) return [];
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: options) as JsonObject
                ?? throw new DistributedApplicationException($"The user secrets '{path}' are not a JSON object. Repair or delete the file.");
        }
        catch (JsonException malformed)
        {
            throw new DistributedApplicationException($"The user secrets '{path}' are not valid JSON. Repair or delete the file.", malformed);
        }
    }

    private void Write(JsonObject secrets)
    {
        var draft = path + ".new";
        File.Delete(draft);
        PrivateFile.Write(draft, secrets.ToJsonString(Indented));
        File.Move(draft, path, overwrite: true);
    }
}
