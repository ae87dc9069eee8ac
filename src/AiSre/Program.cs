using AiSre;
using AiSre.Data;

var builder = WebApplication.CreateBuilder(args);
builder.AddAiSre();
var app = builder.Build();
await app.Services.MigrateAsync();
app.UseAiSre();
await app.RunAsync();
