using Singularity.CentralCloud;

await CentralCloudApp.Create(args).RunAsync();
