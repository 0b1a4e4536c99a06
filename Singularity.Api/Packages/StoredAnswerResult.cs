using System.Globalization;
using Microsoft.Net.Http.Headers;
using NATS.Client.Core;

namespace Singularity.Api.Packages;

/// <summary>200 with the bytes that the service sent, or 304. Gives the buffer back when they are written.</summary>
internal sealed class StoredAnswerResult(StoredAnswer answer, NatsMemoryOwner<byte> bytes) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (bytes)
        {
            var response = httpContext.Response;
            var headers = response.GetTypedHeaders();
            headers.ETag = answer.Tag;
            headers.CacheControl = new CacheControlHeaderValue { NoCache = true, Private = true };
            response.Headers.Age = (answer.AgeMs / 1000).ToString(CultureInfo.InvariantCulture);
            if (EntityTag.IsKnown(httpContext.Request, answer.Tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = bytes.Memory.Length;
            await response.Body.WriteAsync(bytes.Memory, httpContext.RequestAborted);
        }
    }
}
