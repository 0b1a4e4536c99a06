using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Singularity.Api.Knowledge.Stats;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;

namespace Singularity.Tests.TwoMachines;

/// <summary>Talks with a machine's API as anybody on that machine does, and tries again when it is away.</summary>
internal sealed class MachineClient(int port) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly HttpClient Probe = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };
    private int _retries;

    /// <summary>Requests that were sent again.</summary>
    public int Retries => Volatile.Read(ref _retries);

    public static async Task<bool> IsHealthyAsync(int port)
    {
        try
        {
            using var answer = await Probe.GetAsync(new Uri($"http://127.0.0.1:{port}/health"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>Learns until that is acknowledged. Learned before without the acknowledgement having come, it is the same pattern.</summary>
    public async Task<Ulid> LearnAsync(PatternContent content) =>
        (await SendAsync(() => _http.PostAsync("/api/patterns", JsonContent.Create(new Learn(content), SingularityJson.Default.Learn)), SingularityJson.Default.PatternLearned)).Id;

    /// <summary>Says once that a pattern helped; false when no acknowledgement came.</summary>
    public async Task<bool> TryUseAsync(Ulid id)
    {
        try
        {
            using var answer = await _http.PostAsync($"/api/patterns/{id}/feedback", new StringContent("""{"success":true}""", null, "application/json"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public Task<KnowledgeStats> StatsAsync() => SendAsync(() => _http.GetAsync("/api/patterns/stats"), StatsJson.Default.KnowledgeStats);

    public Task<KnownPattern> GetAsync(Ulid id) => SendAsync(() => _http.GetAsync($"/api/patterns/{id}"), SingularityJson.Default.KnownPattern);

    public Task<RecallAnswer> RecallAsync(string words, string mode) =>
        SendAsync(() => _http.GetAsync($"/api/patterns?mode={mode}&q={Uri.EscapeDataString(words)}"), SingularityJson.Default.RecallAnswer);

    /// <summary>All patterns of its database.</summary>
    public async Task<List<KnownPattern>> ListAsync()
    {
        var all = new List<KnownPattern>();
        for (Ulid? after = null; ;)
        {
            var from = after is { } id ? string.Create(CultureInfo.InvariantCulture, $"&after={id}") : "";
            var page = await SendAsync(() => _http.GetAsync($"/api/patterns/list?limit=100{from}"), SingularityJson.Default.PatternPage);
            all.AddRange(page.Patterns);
            if (page.Next is null)
            {
                return all;
            }

            after = page.Next;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(Func<Task<HttpResponseMessage>> send, JsonTypeInfo<T> type)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var answer = await send();
                if (answer.IsSuccessStatusCode)
                {
                    return (await answer.Content.ReadFromJsonAsync(type, patience.Token))!;
                }

                if ((int)answer.StatusCode is < 500 and not 429)
                {
                    throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri} was answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(patience.Token)}");
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException && !patience.IsCancellationRequested)
            {
                // Killed while it answered, or not yet started again.
            }

            Interlocked.Increment(ref _retries);
            await Task.Delay(Pause, patience.Token);
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(KnowledgeStats))]
internal sealed partial class StatsJson : JsonSerializerContext;
