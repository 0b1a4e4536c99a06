using Microsoft.AspNetCore.Http;

namespace Singularity.Tests.Support;

internal static class FakeFaultWriter
{
    public static async Task WriteAsync(HttpContext context, FakeFault fault, byte[] truth)
    {
        var response = context.Response;
        switch (fault)
        {
            case FakeFault.Status status:
                response.StatusCode = status.Code;
                if (status.RetryAfter is not null)
                {
                    response.Headers.RetryAfter = status.RetryAfter;
                }

                break;
            case FakeFault.Redirect redirect:
                response.Redirect(redirect.Location);
                break;
            case FakeFault.Body body:
                response.ContentType = body.ContentType;
                await response.WriteAsync(body.Content, context.RequestAborted);
                break;
            case FakeFault.Bytes bytes:
                await response.Body.WriteAsync(bytes.Content, context.RequestAborted);
                break;
            case FakeFault.Truncate truncate:
                await response.Body.WriteAsync(truth.AsMemory(0, truncate.ByteCount), context.RequestAborted);
                break;
            case FakeFault.Corrupt:
                await response.Body.WriteAsync((byte[])[.. truth[..^1], (byte)~truth[^1]], context.RequestAborted);
                break;
            case FakeFault.CutAfter cut:
                await SendPartAsync(context, truth, cut.ByteCount);
                context.Abort();
                break;
            case FakeFault.Silence:
                await GivenUpAsync(context);
                break;
            case FakeFault.Stall stall:
                await SendPartAsync(context, truth, stall.ByteCount);
                await GivenUpAsync(context);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "Unknown fault.");
        }
    }

    private static async Task SendPartAsync(HttpContext context, byte[] truth, int byteCount)
    {
        context.Response.ContentLength = truth.Length;
        await context.Response.Body.WriteAsync(truth.AsMemory(0, byteCount), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static async Task GivenUpAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    }
}
