using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Api;

/// <summary>Settings of the HTTP API; section <c>Api</c>.</summary>
internal sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>
    /// Demanded in the header X-Api-Key when set. Without it the API listens on loopback only. Default: none. At least 16 characters.
    /// </summary>
    [MinLength(16)]
    public string? Key { get; set; }

    /// <summary>Host names served besides localhost, 127.0.0.1 and [::1], without ports. Default: none.</summary>
    public IList<string> Hosts { get; } = [];

    /// <summary>Origins of other web pages that may call the API, such as http://localhost:3000. Default: none.</summary>
    public IList<string> Origins { get; } = [];

    /// <summary>The longest time to wait for an answer that may need a package registry. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time that collecting one package may take. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan CollectTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a caller that did not ask for an asynchronous answer waits before it gets a status address. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan CollectWait { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Requests served at once; as many more wait, further ones are answered 429. Default 256.</summary>
    [Range(1, 100_000)]
    public int Concurrency { get; set; } = 256;
}

[OptionsValidator]
internal sealed partial class ValidateApiOptions : IValidateOptions<ApiOptions>;

internal static class ApiOptionsExtensions
{
    public static void AddApiOptions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<ApiOptions>, ValidateApiOptions>();
        builder.Services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section).ValidateOnStart();
    }
}
