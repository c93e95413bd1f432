"""Since every line has its batch, none goes without."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0003_first_batches")]
    operations = [
        migrations.AlterField(
            model_name="planline",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="planning.planbatch",
                verbose_name="đợt",
            ),
        ),
    ]
