"""Task queues: Celery with Redis; on a desk, workers that look into the catalogue themselves."""
